# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Has KaTeX read what to_latex prints: latex.py WRITER FOLDER. WRITER fills FOLDER/formulas.txt, a formula a line.

KaTeX refuses what it does not know and warns of what LaTeX would refuse; both are failures. FOLDER/formulas.html shows them all.
"""
import os
import pathlib
import shutil
import subprocess
import sys

READER = r"""
let katex;
try { katex = require('katex'); } catch { console.error('KaTeX is not installed (Debian: katex)'); process.exit(2); }
const fs = require('fs'), [source, target] = process.argv.slice(1);
const lines = fs.readFileSync(source, 'utf8').split('\n').filter(line => line);
let page = '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="file:///usr/share/javascript/katex/katex.css">', bad = 0;
for (const line of lines) {
  try {
    page += '<p>' + katex.renderToString(line, {displayMode: true, throwOnError: true, strict: 'error'}) + '</p>\n';
  } catch (error) {
    ++bad;
    console.log(line + '\n  ' + error.message);
  }
}
fs.writeFileSync(target, page);
console.log(`KaTeX ${katex.version}: ${lines.length - bad} formulas good, ${bad} bad`);
process.exit(bad || lines.length < 40 ? 1 : 0);
"""


def main():
    writer, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([writer, folder], check=True)
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        sys.exit("KaTeX needs Node.js, which is not installed (Debian: nodejs katex)")
    path = os.pathsep.join(filter(None, [os.environ.get("NODE_PATH"), "/usr/share/nodejs", "/usr/lib/node_modules"]))
    reader = [node, "-e", READER, folder / "formulas.txt", folder / "formulas.html"]
    sys.exit(subprocess.run(reader, env={**os.environ, "NODE_PATH": path}).returncode)


main()
