# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Turns the code blocks of Markdown files into programs: extract.py SOURCE_TREE OUTPUT_FOLDER FILE.md..., prints their names.

```cpp            a program of its own; without #include it gets the umbrella header, without main an empty one
```text           directly after such a block (blank lines apart): what the program prints
```cpp prelude    goes before every ```cpp block that follows on the page and has no #include of its own
```cpp-fragment   not compiled
```cpp file=PATH  must be the file PATH of the source tree, word for word (SPDX lines may be left out)
"""
import pathlib
import re
import sys

FENCE = re.compile(r"^```(.*)$")


def blocks(text):
    """(info string, content, first line number, whether only blank lines separate it from the block before)."""
    info, content, start, adjacent, line_number = None, [], 0, False, 0
    for line_number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if info is None and fence:
            info, content, start = fence[1].strip(), [], line_number + 1
        elif fence and not fence[1].strip():
            yield info, "\n".join(content) + "\n", start, adjacent
            info, adjacent = None, True
        elif info is not None:
            content.append(line)
        elif line.strip():
            adjacent = False
    if info is not None:
        yield "unfinished", "", start, False


def program(path, content, start, prelude):
    if "#include" in content:
        prelude = ""
    before = "" if "#include" in prelude + content else "#include <gradsmith/gradsmith.hpp>\n#include <gradsmith/prove.hpp>\nnamespace gs = gradsmith;\n"
    after = "" if re.search(r"\bmain\s*\(", prelude + content) else "int main() {}\n"
    return f'{before}{prelude}#line {start} "{path}"\n{content}{after}'


def without_licence(text):
    return re.sub(r"\A(// SPDX-.*\n)*", "", text).strip()


def write(path, text):
    """Writes only what changed, so that nothing is compiled again without need."""
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def main():
    tree, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    names, problems, stale = [], [], set(folder.glob("*.cpp")) | set(folder.glob("*.output"))
    for path in map(pathlib.Path, sys.argv[3:]):
        number, last, prelude = 0, None, ""
        relative = path.relative_to(tree)
        for info, content, start, adjacent in blocks(path.read_text()):
            if last and adjacent and info in ("text", "output"):
                output = folder / f"{last}.output"
                write(output, content)
                stale.discard(output)
            last = None
            if info.startswith("cpp file="):
                file = tree / info.removeprefix("cpp file=")
                if not file.exists() or without_licence(content) != without_licence(file.read_text()):
                    problems.append(f"{path}:{start}: the block is not the same as {file}")
            elif info == "unfinished":
                problems.append(f"{path}:{start}: the block does not end")
            elif info == "cpp prelude":
                prelude += f'#line {start} "{path}"\n{content}'
            elif info == "cpp":
                number += 1
                last = "_".join(relative.with_suffix("").parts) + f"_{number}"
                source = folder / f"{last}.cpp"
                write(source, program(path, content, start, prelude))
                stale.discard(source)
                names.append(last)
    for file in stale:
        file.unlink()
    print(";".join(names), end="")
    sys.exit("\n".join(problems) or 0)


if __name__ == "__main__":
    main()
