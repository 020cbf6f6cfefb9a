# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Reads the machine code of a program's hot functions: check.py OBJECT SOURCE WIDTH (zmm, ymm, or none to skip).

The source names them in lines `// hot: FUNCTION`, as they stand in the object's symbol table (extern "C" is easiest).
Such a function, together with what it calls in the same object, must contain a fused multiply-add on full-width
vectors and must call no mathematical function, allocate nothing and throw nothing. `// may call: REGEX` makes exceptions.
"""
import pathlib
import re
import subprocess
import sys

SKIPPED = 77
MATHEMATICS = r"f?(exp|exp2|expm1|log|log2|log10|log1p|pow|sqrt|cbrt|hypot|sin|cos|tan|a?(sin|cos|tan)h?|atan2|erfc?|[lt]gamma|fma)[fl]?"
FORBIDDEN = re.compile(rf"(_ZGV.*|(__)?{MATHEMATICS}(_finite)?|_Zn[wa].*|malloc|calloc|aligned_alloc|posix_memalign|__cxa_.*)$")


def functions(disassembly):
    """Symbol -> its instructions, from `objdump -dr`."""
    result, lines = {}, []
    for line in disassembly.splitlines():
        if start := re.match(r"[0-9a-f]+ <(.+)>:$", line):
            lines = result.setdefault(start[1], [])
        elif line.startswith((" ", "\t")):
            lines.append(line.strip())
    return result


def callees(lines):
    """Names of the functions that the instructions call or jump to."""
    for number, line in enumerate(lines):
        if not re.search(r"\b(call|jmp|j[a-z]+)\b", line):
            continue
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if relocation := re.search(r"R_X86_64_(?:PLT32|PC32|GOTPCRELX?)\s+([^\s+-]+)", following):
            yield relocation[1]
        elif target := re.search(r"<([^>+]+)>", line):
            yield target[1]


def check(name, code, width, allowed):
    """What is wrong with a hot function, one line each; and how many fused multiply-adds it has."""
    if name not in code:
        return [f"{name}: the object has no such function"], 0
    problems, seen, todo, count = [], {name}, [name], 0
    while todo:
        lines = code[todo.pop()]
        count += sum(1 for line in lines if re.search(rf"\bvfn?m(add|sub)\w+\s.*%{width}", line))
        for callee in callees(lines):
            if callee in seen:
                continue
            seen.add(callee)
            if callee in code:
                todo.append(callee)
            elif FORBIDDEN.match(callee) and not (allowed and re.search(allowed, callee)):
                problems.append(f"{name}: calls {callee}")
    if count == 0:
        problems.append(f"{name}: has no fused multiply-add on {width}")
    return problems, count


def main():
    object_file, source, width = sys.argv[1], pathlib.Path(sys.argv[2]).read_text(), sys.argv[3]
    if width == "none":
        print("the processor chosen has no fused multiply-add")
        sys.exit(SKIPPED)
    hot = re.findall(r"^// hot: *(\S+)", source, re.M)
    allowed = re.search(r"^// may call: *(.+)$", source, re.M)
    disassembly = subprocess.run(["objdump", "-dr", "--no-show-raw-insn", object_file], capture_output=True, text=True, check=True)
    code, failures = functions(disassembly.stdout), 0 if hot else 1
    if not hot:
        print(f"{sys.argv[2]} names no function (// hot: FUNCTION)")
    for name in hot:
        problems, count = check(name, code, width, allowed and allowed[1])
        failures += len(problems)
        print("\n".join(problems) or f"{name}: {count} fused multiply-adds on {width}, no call that it should not make")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
