# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Horizontal bars as SVG, in groups: one row per contender, readable on light and on dark pages."""
from xml.sax.saxutils import escape

STYLE = """<style>
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600; font-size: 15px }
  .value { font-variant-numeric: tabular-nums }
  .ours { fill: #0969da } .theirs { fill: #a8b0b8 } .floor { fill: #d4a72c }
  line { stroke: #d0d7de }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .ours { fill: #58a6ff } .theirs { fill: #57606a } .floor { fill: #bb8009 } line { stroke: #30363d }
  }
</style>"""


def number(x):
    """Three digits, or all of those before the point."""
    return f"{x:.3g}" if x < 1000 else f"{x:,.0f}"


def svg(title, unit, groups, kinds):
    """`groups`: name -> {contender: value}; `kinds`: contender -> ours, theirs or floor (the order of the bars)."""
    bar, gap, width = 18, 6, 400
    left = 28 + max(round(6.8 * len(contender)) for contender in kinds)  # room for the longest name
    wide = left + width + 80
    out, y = [], 34
    for name, values in groups.items():
        most = max(values[c] for c in kinds if c in values)
        y += 24
        out.append(f'<text class="title" x="12" y="{y}">{escape(name)}</text>')
        y += 8
        for contender, kind in kinds.items():
            if contender not in values:
                continue
            length = width * values[contender] / most
            out.append(f'<text x="{left - 8}" y="{y + bar - 5}" text-anchor="end">{escape(contender)}</text>')
            out.append(f'<rect class="{kind}" x="{left}" y="{y}" width="{length:.1f}" height="{bar}" rx="2"/>')
            out.append(f'<text class="value" x="{left + length + 6:.1f}" y="{y + bar - 5}">{number(values[contender])}</text>')
            y += bar + gap
    height = y + 12
    head = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {height}" width="{wide}" height="{height}" role="img" '
            f'aria-label="{escape(title)}">')
    return "\n".join([head, STYLE, f'<text class="title" x="12" y="24">{escape(title)}</text>',
                      f'<text x="{wide - 12}" y="24" text-anchor="end">{escape(unit)}, less is better</text>', *out, "</svg>"]) + "\n"
