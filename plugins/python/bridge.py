# SPDX-License-Identifier: Apache-2.0
"""Runs in the user's Python for forge's component model `python`, and prices components with a Python model.

Standard input: a line of JSON that says which model, then one for each component. Standard output: a line of JSON for each
component, in the same order: its figures in SI units, or "fault", "crash" or "late". Row -1 stands for the model itself.
Each component is priced in a process of its own: a crash takes nothing else with it, and none sees what another left.
"""
import ast
import importlib
import inspect
import json
import math
import os
import select
import signal
import sys
import time

ACTIONS = ["read", "write", "fill", "update", "drain", "compute", "convert", "hop"]
# forge's parameter: what a hwcomponents model may call it; the first that it accepts is taken.
NAMES = {"node": ["tech_node"], "width": ["width", "n_bits"], "size": ["size"], "depth": ["depth"],
         "banks": ["n_banks"], "ports": ["n_rw_ports"], "clock": ["cycle_period"], "voltage": ["voltage"],
         "temperature": ["temperature"], "resolution": ["resolution", "n_bits"], "rows": ["rows"],
         "columns": ["cols"]}


def words(fault):
    """An exception in a line or two."""
    text = str(fault)
    return (type(fault).__name__ + (": " + text if text else ""))[:1500]


def keywords(text):
    """'a=1, b=[2, 3], c=word' or a JSON object, as a dictionary."""
    if text.strip().startswith("{"):
        return json.loads(text)
    call = ast.parse(f"f({text})", mode="eval").body
    if call.args or any(keyword.arg is None for keyword in call.keywords):
        raise ValueError(f"'{text}' is not of the form name=value, name=value")
    return {keyword.arg: keyword.value.id if isinstance(keyword.value, ast.Name) else ast.literal_eval(keyword.value)
            for keyword in call.keywords}


def exact(value):
    """Whole numbers as integers: models check for that."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def accepted(function):
    """Names of the arguments that a function takes; None: any."""
    parameters = inspect.signature(function).parameters.values()
    if any(parameter.kind == parameter.VAR_KEYWORD for parameter in parameters):
        return None
    return {parameter.name for parameter in parameters} | set(getattr(function, "_additional_kwargs", ()))


def figure(value, what):
    """A finite number, or None for one that never limits."""
    number = float(value)
    if math.isnan(number) or number < 0:
        raise ValueError(f"the model gives {value} for {what}")
    return None if math.isinf(number) else number


class Hwcomponents:
    """A ComponentModel; `chosen`: a class, or a name that hwcomponents is to find the model for."""

    def __init__(self, chosen, request):
        self.chosen = chosen
        self.parameters = keywords(request["parameters"])
        self.arguments = keywords(request["arguments"])
        self.actions = keywords(request["actions"])

    def make(self, given):
        takes = accepted(self.chosen.__init__) if inspect.isclass(self.chosen) else None
        attributes = {}
        for name, value in given.items():
            value = 1 / value if name == "clock" else exact(value)
            for theirs in NAMES[name]:
                if takes is None or theirs in takes:
                    attributes.setdefault(theirs, value)
                    if takes is not None:
                        break
        attributes.update(self.parameters)
        if inspect.isclass(self.chosen):
            return self.chosen(**attributes)
        required = [str(action) for action in self.actions.values()]
        return importlib.import_module("hwcomponents").get_model(self.chosen, attributes, required)

    def price(self, given):
        model = self.make(given)
        figures = {"area": figure(model.area, "area"), "leak_power": figure(model.leak_power, "leak_power")}
        has = [name for name in dir(type(model)) if hasattr(getattr(type(model), name, None), "_is_component_action")]
        notes = []
        for action in ACTIONS:
            name = self.actions.get(action, action)
            if name not in has:
                if action in self.actions:
                    raise AttributeError(f"{type(model).__name__} has no action '{name}'; it has {', '.join(has)}")
                continue
            takes = accepted(getattr(type(model), name))
            arguments = {k: v for k, v in self.arguments.items() if takes is None or k in takes}
            try:
                cost = getattr(model, name)(**arguments)
                figures[action + ".energy"] = figure(cost.energy, name + ".energy")
                figures[action + ".latency"] = figure(cost.latency, name + ".latency")
                figures[action + ".throughput"] = figure(cost.throughput, name + ".throughput")
            except Exception as fault:
                if action in self.actions:
                    raise
                notes.append(f"{name} is left out: {words(fault)}")
        if notes:
            figures["notes"] = "; ".join(notes)
        return figures


class Accelergy:
    """An estimation plug-in: of Accelergy 0.4, with AccelergyQuery and units, or older, with dictionaries, pJ and um^2."""

    def __init__(self, chosen, request):
        self.plug_in = chosen()
        self.primitive = request["primitive"]
        if not self.primitive:
            raise ValueError("an Accelergy plug-in needs `primitive`: the class that it is asked about, such as \"SRAM\"")
        self.parameters = keywords(request["parameters"])
        self.arguments = keywords(request["arguments"])
        self.actions = keywords(request["actions"])
        self.query = None
        if any(base.__name__ == "AccelergyPlugIn" for base in chosen.__mro__):
            self.query = importlib.import_module("accelergy.plug_in_interface.interface").AccelergyQuery

    def ask(self, what, attributes, action=None):
        """The answer of primitive_WHAT_supported and estimate_QUANTITY in SI units; None: not supported."""
        quantity, unit = ("area", 1e-12) if action is None else ("energy", 1e-12)
        if self.query is not None:
            query = self.query(self.primitive, dict(attributes), action, dict(self.arguments) if action else None)
        else:
            query = {"class_name": self.primitive, "attributes": dict(attributes)}
            if action is not None:
                query.update(action_name=action, arguments=dict(self.arguments) or None)
        accuracy = getattr(self.plug_in, f"primitive_{what}_supported")(query)
        if not getattr(accuracy, "success", True) or not float(getattr(accuracy, "value", accuracy)) > 0:
            return None
        value = getattr(self.plug_in, f"estimate_{quantity}")(query)
        if hasattr(value, "get_value"):
            if not value.success:
                raise ValueError(f"no {quantity}: {value.lastmessage()}")
            return figure(value.get_value(), quantity)
        return figure(value * (unit if self.query is None else 1), quantity)

    def price(self, given):
        clock = given.get("clock")
        attributes = {name: exact(value) for name, value in given.items() if name not in ("node", "clock", "banks", "ports")}
        if "node" in given:
            attributes["technology"] = f"{given['node'] * 1e9:.6g}nm"
        if "banks" in given:
            attributes["n_banks"] = exact(given["banks"])
        if "ports" in given:
            attributes.update(n_rdwr_ports=exact(given["ports"]), n_rd_ports=0, n_wr_ports=0)
        if clock is not None:
            attributes["global_cycle_seconds"] = 1 / clock
        attributes.update(self.parameters)
        figures = {"area": self.ask("area", attributes)}
        if clock is not None:
            leak = self.ask("action", attributes, "leak")
            figures["leak_power"] = None if leak is None else leak * clock
        for action in ACTIONS:
            name = str(self.actions.get(action, action))
            energy = self.ask("action", attributes, name)
            if energy is None and action in self.actions:
                raise AttributeError(f"the plug-in does not know the action '{name}' of {self.primitive}")
            figures[action + ".energy"] = energy
        if not any(value is not None for value in figures.values()):
            raise ValueError(f"the plug-in does not know {self.primitive} with {attributes}")
        return figures


def load(request):
    sys.path[1:1] = [os.path.expanduser(path) for path in request["path"].split(":") if path]
    module, _, name = request["class"].rpartition(".")
    if request["has_file"]:
        module = "forge_user_file"
    if not module:
        importlib.import_module("hwcomponents")
        return Hwcomponents(name, request)
    chosen = getattr(importlib.import_module(module), name)
    if not inspect.isclass(chosen):
        raise TypeError(f"{request['class']} is no class")
    if hasattr(chosen, "primitive_action_supported"):
        return Accelergy(chosen, request)
    return Hwcomponents(chosen, request)


def in_own_process(price, given, seconds):
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        try:
            answer = price(given)
        except BaseException as fault:  # also what a model raises to end the process
            answer = {"fault": words(fault)}
        os.write(write_end, json.dumps(answer).encode() + b"\n")
        os._exit(0)
    os.close(write_end)
    deadline = time.monotonic() + seconds
    answer = b""
    while not answer.endswith(b"\n"):
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([read_end], [], [], left)[0]:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return {"late": f"no answer within {seconds:g} s"}
        part = os.read(read_end, 65536)
        if not part:
            break
        answer += part
    os.close(read_end)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if answer.endswith(b"\n"):
        return json.loads(answer)
    how = f"exit status {status}" if status >= 0 else signal.Signals(-status).name
    return {"crash": f"the model ended its process with {how}"}


def main():
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what models print is no answer

    def answer(row, what):
        print(json.dumps({"row": row, **what}), file=answers, flush=True)

    request = json.loads(sys.stdin.readline())
    try:
        model = load(request)
    except BaseException as fault:
        version = sys.version.split()[0]
        answer(-1, {"fault": f"{words(fault)} (Python {version}, {sys.executable})"})
        return
    for number, line in enumerate(sys.stdin):
        given = json.loads(line)
        answer(number, in_own_process(model.price, given, given.pop("time_limit")))


main()
