// SPDX-License-Identifier: Apache-2.0
//
// What the dynamic section of an ELF file says, read without running any of its code. Used by library (which entry
// points are there) and by the conformance checker. Boost.DLL's library_info is not used for it: it reads the symbol
// table that `strip` removes, and trusts the sizes that it finds.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace forge::plugin {

struct ElfFile {
  bool is_shared_library = false;
  bool text_relocations = false;             // DT_TEXTREL: code pages would be patched at load
  std::vector<std::string> exported;         // dynamic symbols that others can bind to, sorted
  std::vector<std::string> undefined;        // dynamic symbols that others have to bring, sorted
  std::vector<std::string> needed;           // DT_NEEDED, in order
  std::vector<std::string> needed_versions;  // "libc.so.6: GLIBC_2.34", sorted
};

// Throws Error{plugin} with words only ("is no ELF file", "is made for another machine", "is cut short ..."): the
// caller names the file. Every offset and size in the file is distrusted.
ElfFile read_elf(const std::filesystem::path &file);

// Whether the text, with a NUL behind it as a compiler writes literals, stands in what would be loaded of the file.
// False of a file that is none or can't be read.
bool holds_text(const std::filesystem::path &file, const std::string &text);

}  // namespace forge::plugin
