#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who may include whom: checks every #include of the tree against the tables below. Exit 1 and one line for each breach.

Usage: scripts/check_layers.py [ROOT]
"""
import pathlib
import re
import sys

# framework/<folder> -> folders it may include; a friend's friends are friends.
LAYERS = {
    "support": [],
    "model": ["support"],
    "project": ["model"],
    "plugin": ["model"],
    "pricing": ["plugin"],
    "evaluate": ["pricing"],
    "search": ["plugin"],
    "report": ["project", "evaluate"],  # a run's tables show the project and its results
    "check": ["plugin"],
    "app": ["project", "evaluate", "search", "report", "check"],
}

# Headers of the SDK that framework/<folder> may include, by prefix.
SDK = {
    "plugin": ["forge/abi/"],
    "check": ["forge/abi/"],
    "evaluate": ["forge/abi/problem.h", "forge/sdk/counts.hpp"],
    "search": ["forge/abi/problem.h"],  # what the host hands to solvers
}

# Third-party headers, by prefix -> folders that may include them. Everything else of that kind is unknown and refused.
THIRD_PARTY = {
    "spdlog/": ["framework/support"],
    "fmt/": ["framework", "plugins/report-", "tests"],
    "toml++/": ["framework/project"],
    "muParser": ["framework/project", "framework/evaluate"],
    "boost/": ["framework/plugin"],
    "nettle/": ["framework/support"],
    "nlohmann/": ["framework/app", "framework/check", "plugins/report-", "tests"],
    "CLI/": ["framework/app"],
    "catch2/": ["tests/support"],
}

# Headers of the operating system, by prefix, and where effects may happen.
SYSTEM = ["sys/", "linux/", "unistd.h", "dlfcn.h", "fcntl.h", "poll.h", "pthread.h", "elf.h", "link.h", "spawn.h",
          "malloc.h", "sched.h", "xmmintrin.h", "termios.h", "ucontext.h", "execinfo.h"]
SYSTEM_IN = ["framework/support", "framework/plugin", "framework/report", "framework/check", "framework/app", "tests"]

ABI_MAY_INCLUDE = ["stddef.h", "stdint.h"]
C_STANDARD = set("""assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h limits.h locale.h math.h setjmp.h
    signal.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h string.h
    strings.h tgmath.h threads.h time.h uchar.h wchar.h wctype.h""".split())

# Words that have one home: pattern -> (what to say, path prefixes where it is allowed).
WORDS = [
    (re.compile(r"(?<![\w.>:])(?:std::)?(?:exit|quick_exit)\s*\("), "exit() outside of framework/app/main.cpp",
     ["framework/app/main.cpp", "tests", "sdk"]),
    (re.compile(r"^\s*using\s+namespace\s"), "using namespace in a header", None),
]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
SUFFIXES = {".h", ".hpp", ".c", ".cpp"}


def friends(folder):
    """The folder itself and all that it may include."""
    found = {folder}
    for name in LAYERS[folder]:
        found |= friends(name)
    return found


def starts(text, prefixes):
    return any(text.startswith(prefix) for prefix in prefixes)


def is_standard(name):
    return name in C_STANDARD or re.fullmatch(r"[a-z_0-9]+", name) is not None


def is_test(path):
    """Tests see everything below tests/support and the layers; those of plugins lie beside them."""
    return path.startswith("tests/") or (
        path.startswith("plugins/") and (path.endswith("/test.cpp") or path.endswith("_test.cpp") or path.endswith("_test.c")))


def check_include(root, path, quote, name):
    """Why this include is not allowed, or None."""
    area, folder = (path.split("/") + [""])[:2]
    if area == "sdk" and quote == '"':  # relative, so that a copied set of headers finds itself
        own = (root / path).parent.joinpath(name).resolve()
        if own.is_file() and own.is_relative_to(root / "sdk/include/forge"):
            name = own.relative_to(root / "sdk/include").as_posix()
    if name.startswith(("/", "../")) or "/../" in name:
        return "leaves its folder; write the path from the include root"
    for prefix, homes in THIRD_PARTY.items():
        if name.startswith(prefix):
            home = "tests/" if is_test(path) else path
            allowed = starts(home, homes) or starts(path, homes)
            return None if allowed else f"belongs to {', '.join(homes)} only"
    if starts(name, SYSTEM):
        return None if is_test(path) or starts(path, SYSTEM_IN) else f"system header; effects live in {', '.join(SYSTEM_IN)}"
    if quote == "<" and is_standard(name):
        if path.startswith("sdk/include/forge/abi/") and name not in ABI_MAY_INCLUDE:
            return f"the ABI includes only {', '.join(ABI_MAY_INCLUDE)}"
        return None
    if name.startswith("forge/"):
        if not (root / "sdk/include" / name).is_file():
            return "no such header in sdk/include"
        if area == "framework" and not starts(name, SDK.get(folder, [])):
            return f"framework/{folder} may include of the SDK: {', '.join(SDK.get(folder, [])) or 'nothing'}"
        if path.startswith("sdk/include/forge/abi/") and not name.startswith("forge/abi/"):
            return "the ABI includes only itself"
        return None
    if is_test(path):
        return None
    if area == "framework":
        target = name.split("/")[0]
        if "/" not in name or target not in LAYERS:
            return "unknown header; own ones are named from framework/, like \"model/workload.hpp\""
        if target not in friends(folder):
            return f"framework/{folder} may include: {', '.join(sorted(friends(folder)))}"
        return None
    if area in ("plugins", "configs") and quote == '"':
        own = "/".join(path.split("/")[:2])  # includes are named from the plugin's folder, or stand beside the file
        if ((root / path).parent / name).is_file() or (root / own / name).is_file():
            return None
    if area == "sdk":
        return "the SDK depends on nothing but itself and the standard library"
    return "a plugin includes the SDK, the standard library and its own files only"


def check_file(root, file):
    path = file.relative_to(root).as_posix()
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    if not any("SPDX-License-Identifier: Apache-2.0" in line for line in lines[:3]):
        yield f"{path}:1: no SPDX line: // SPDX-License-Identifier: Apache-2.0"
    if path.startswith("framework/") and path.split("/")[1] not in LAYERS:
        yield f"{path}:1: framework/{path.split('/')[1]} has no line in LAYERS of scripts/check_layers.py"
        return
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if match:
            why = check_include(root, path, *match.groups())
            if why:
                yield f"{path}:{number}: #include of {match.group(2)}: {why}"
        code = line.split("//")[0]
        for pattern, what, homes in WORDS:
            in_header = homes is not None or file.suffix in (".h", ".hpp")
            if in_header and pattern.search(code) and not starts(path, homes or []) and not is_test(path):
                yield f"{path}:{number}: {what}"


def is_source(file):
    return file.suffix in SUFFIXES and file.is_file() and not re.search(r"/tests/abi/sdk-|/corpus/", file.as_posix())


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent).resolve()
    areas = ("sdk", "framework", "plugins", "configs", "tests")
    files = [file for area in areas for file in sorted((root / area).rglob("*")) if is_source(file)]
    breaches = [breach for file in files for breach in check_file(root, file)]
    print("\n".join(breaches + [f"{len(files)} files, {len(breaches)} breaches"]))
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
