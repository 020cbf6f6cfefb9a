# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Compares tests/support/all_operations.hpp with the operations of the library: listed.py SOURCE_TREE

Every struct of include/gradsmith/op with a name is in the list, as one that formulas call if a function calls it, and
its header is in op/all.hpp.
"""
import pathlib
import re
import sys

STRUCT = re.compile(r"^struct (\w+)( :[^{]*)? \{$(.*?)^\};", re.MULTILINE | re.DOTALL)
ALIASES = re.compile(r"^using (\w+) = (\w+)<.*>;$", re.MULTILINE)


def main():
    tree, problems = pathlib.Path(sys.argv[1]), []
    there, called = set(), set()
    folder = tree / "include" / "gradsmith" / "op"
    umbrella = (folder / "all.hpp").read_text()
    for header in sorted(folder.glob("*.hpp")):
        text = header.read_text()
        names = {name for name, _, body in STRUCT.findall(text) if "std::string_view name" in body}
        for alias, template in ALIASES.findall(text):
            if template in names:
                there.add(alias)
        templates = {template for _, template in ALIASES.findall(text)}
        there |= names - templates
        for call in re.findall(r"\bcall<.*", text):
            called |= set(re.findall(r"\bop::(\w+)", call))
        if names and f"<gradsmith/op/{header.name}>" not in umbrella:
            problems.append(f"{header}: op/all.hpp does not include it")
    text = (tree / "tests" / "support" / "all_operations.hpp").read_text()
    text = re.sub(r"(\bop::\w+)<op::\w+>", r"\1", text)  # op::select_if<op::ge> lists select_if
    public, _, internal = text.partition("internal_elementwise()")
    listed_public, listed_internal = (set(re.findall(r"\bop::(\w+)", part)) for part in (public, internal))
    for name in sorted(there - listed_public - listed_internal):
        problems.append(f"{name} is not in tests/support/all_operations.hpp")
    for name in sorted((listed_public | listed_internal) - there):
        problems.append(f"{name} is in tests/support/all_operations.hpp, but not in include/gradsmith/op")
    for name in sorted((called & listed_internal) | (listed_public - called) & there):
        problems.append(f"{name} is listed on the wrong side: formulas {'can' if name in called else 'cannot'} call it")
    print("\n".join([*problems, f"{len(there)} operations, {len(problems)} problems"]))
    sys.exit(bool(problems) or not there)


if __name__ == "__main__":
    main()
