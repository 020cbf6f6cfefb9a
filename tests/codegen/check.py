# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Reads the machine code of a program's hot functions: check.py OBJECT SOURCE WIDTH (zmm, ymm, or none to skip).

The source names them in lines `// hot: FUNCTION`, as they stand in the object's symbol table (extern "C" is easiest).
Such a function, together with what it calls in the same object, must contain a fused multiply-add on full-width
vectors and must call no mathematical function, allocate nothing and throw nothing. `// may call: REGEX` makes exceptions.
A function `// straight: FUNCTION` must call nothing at all, and must not jump back.
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


def check_straight(name, code):
    """What is wrong with a function that should be straight-line code, one line each."""
    if name not in code:
        return [f"{name}: the object has no such function"]
    problems = [f"{name}: calls {callee}" for callee in callees([line for line in code[name] if not re.search(rf"<{name}\b", line)])]
    for line in code[name]:
        if jump := re.match(rf"([0-9a-f]+):\s+j\w+\s+([0-9a-f]+) <{name}\b", line):
            if int(jump[2], 16) <= int(jump[1], 16):
                problems.append(f"{name}: jumps back: {line}")
    if not any(re.search(r"\b\w*(mul|fmadd|fnmadd|fmsub)\w*[sp]d\b", line) for line in code[name]):
        problems.append(f"{name}: computes nothing")
    return problems


def main():
    object_file, source, width = sys.argv[1], pathlib.Path(sys.argv[2]).read_text(), sys.argv[3]
    if width == "none":
        print("the processor chosen has no fused multiply-add")
        sys.exit(SKIPPED)
    hot, straight = (re.findall(rf"^// {kind}: *(\S+)", source, re.M) for kind in ("hot", "straight"))
    allowed = re.search(r"^// may call: *(.+)$", source, re.M)
    disassembly = subprocess.run(["objdump", "-dr", "--no-show-raw-insn", object_file], capture_output=True, text=True, check=True)
    code, failures = functions(disassembly.stdout), 0 if hot or straight else 1
    if failures:
        print(f"{sys.argv[2]} names no function (// hot: FUNCTION, // straight: FUNCTION)")
    for name in straight:
        problems = check_straight(name, code)
        failures += len(problems)
        print("\n".join(problems) or f"{name}: {len(code[name])} instructions, no call, no loop")
    for name in hot:
        problems, count = check(name, code, width, allowed and allowed[1])
        failures += len(problems)
        print("\n".join(problems) or f"{name}: {count} fused multiply-adds on {width}, no call that it should not make")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
