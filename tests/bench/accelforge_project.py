# SPDX-License-Identifier: Apache-2.0
"""A forge project as AccelForge's specification: one Einsum on one chain of memories, as the cases that tests/optimal
carries need it. Whatever it has no translation for is an error, never left out.

A line `# accelforge FIELD = VALUE` in a memory of the project sets a field of AccelForge's that forge has no like of.
"""
import re
import tomllib

import accelforge


def check_fields(table, known):
    unknown = table.keys() - set(known.split())
    if unknown:
        raise ValueError(f"no translation of {', '.join(sorted(unknown))} in {table}")


def tensor_set(expression):
    """forge writes AccelForge's set expressions, but for two names."""
    return re.sub(r"\bnone\b", "Nothing", re.sub(r"\ball\b", "All", expression))


def action(name, figures):
    check_fields(figures, "energy throughput width")
    width = {"bits_per_action": figures["width"]} if "width" in figures else {}
    return {"name": name, "energy": figures["energy"], "throughput": figures["throughput"], **width}


def memory(node):
    check_fields(node, "memory size keep may_keep accelforge actions")
    sets = {name: tensor_set(node[name]) for name in ("keep", "may_keep") if name in node}
    return accelforge.arch.Memory(
        name=node["memory"], size=node["size"], area=0, leak_power=0, tensors={**sets, **node.get("accelforge", {})},
        actions=[action(name, figures) for name, figures in node["actions"].items()])


def converter(node):
    """AccelForge counts what passes a toll as its reads."""
    check_fields(node, "converter tensors direction actions")
    check_fields(node["actions"], "convert")
    return accelforge.arch.Toll(
        name=node["converter"], area=0, leak_power=0, tensors={"keep": tensor_set(node["tensors"])},
        direction=node["direction"], actions=[action("read", node["actions"]["convert"])])


def bound(text):
    """AccelForge takes a product of one variable as that variable."""
    variables, operator, value = re.fullmatch(r"([\w* ]+?) *(==|<=|>=|<|>) *(\d+)", text).groups()
    return {"expression": variables.replace("*", "|"), "operator": "product" + operator, "value": int(value)}


def dimension(name, fields):
    check_fields(fields, "size multicast reduce reuse min_utilization loops")
    if fields["multicast"] != fields["reduce"]:
        raise ValueError("AccelForge has one set of tensors for multicast and reduction")
    least = fields.get("min_utilization", 0)
    return {"name": name, "fanout": fields["size"], "may_reuse": tensor_set(fields["multicast"]),
            "reuse": tensor_set(fields.get("reuse", "none")), "min_usage": 1 if least == "max" else least,
            "loop_bounds": [bound(text) for text in fields.get("loops", [])]}


def fanout(node):
    spatial = [dimension(name, fields) for name, fields in node.items() if name != "fanout"]
    return accelforge.arch.Container(name=node["fanout"], spatial=spatial)


def compute(node):
    check_fields(node, "compute actions")
    return accelforge.arch.Compute(
        name=node["compute"], area=0, leak_power=0,
        actions=[action(name, figures) for name, figures in node["actions"].items()])


NODES = {"memory": memory, "converter": converter, "fanout": fanout, "compute": compute}


def architecture(nodes):
    return accelforge.Arch(nodes=[NODES[next(iter(node))](node) for node in nodes])


def access(tensor, indices, output):
    """AccelForge wants a name for every rank: the variable's, or the tensor's and a number for a sum."""
    ranks = {index.upper() if index.isidentifier() else f"{tensor.upper()}{position}": index
             for position, index in enumerate(re.split(r"\s*,\s*", indices))}
    return {"name": tensor, "projection": ranks, "output": output}


def workload(einsum):
    check_fields(einsum, "einsum equation sizes bits")
    (output, *inputs) = re.findall(r"(\w+)\[([^\]]*)\]", einsum["equation"])
    accesses = [access(*tensor, False) for tensor in inputs] + [access(*output, True)]
    return accelforge.Workload(
        iteration_space_shape={name: f"0 <= {name} < {size}" for name, size in einsum["sizes"].items()},
        bits_per_value=einsum["bits"], einsums=[{"name": einsum["einsum"], "tensor_accesses": accesses}])


def specification(text):
    project = tomllib.loads(re.sub(r"(?m)^# accelforge ", "accelforge.", text))
    check_fields(project, "forge architecture workload mapper")
    check_fields(project["mapper"], "strategy objective pareto factors")
    (einsum,) = project["workload"]
    spec = accelforge.Spec(arch=architecture(project["architecture"]), workload=workload(einsum))
    if project["mapper"].get("factors") == "imperfect":
        spec.mapper.explore_imperfect_temporal_loops = True
        spec.mapper.explore_imperfect_spatial_loops = True
    return spec
