// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Formulas that random ones showed to go wrong, by the pass that was mended: each as short as it can be.
#include "support/random/check.hpp"
#include "support/random/generator.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

/// A formula under construction; a node is its number.
class written {
 public:
  using axis = formula_generator::axis_number;
  using part = formula::part;
  static constexpr axis i = axis::i, o = axis::o, j = axis::j, l = axis::l, k = axis::k, h = axis::h, r = axis::r;

  explicit written(int rows = 13, int columns = 3, int classes = 4, int longer = 5) : f(formula_generator(1).symbols(rows, columns, classes, longer)) {}

  int symbol(std::string_view name, std::vector<int> indices) {
    auto const found = std::find_if(f.symbols.begin(), f.symbols.end(), [&](auto const& s) { return s.name == name; });
    return f.add({.kind = part::symbol, .which = static_cast<int>(found - f.symbols.begin()), .indices = std::move(indices)});
  }
  int number(double x) { return f.add({.kind = part::number, .number = x}); }
  int position(axis a) { return f.add({.kind = part::position, .which = a}); }
  int extent(axis a) { return f.add({.kind = part::extent, .which = a}); }
  int make(std::string_view type, std::vector<int> arguments) {
    return f.add({.kind = part::elementwise, .arguments = std::move(arguments), .which = find(elementwise_lines(), type)});
  }
  int along(std::string_view type, std::vector<axis> axes, int x) { return along(type, axes, std::vector{x}); }
  int along(std::string_view type, std::vector<axis> const& axes, std::vector<int> x) {
    formula::axis_set bound = 0;
    for (axis a : axes) bound |= formula::bit(a);
    return f.add({.kind = part::along_axes, .arguments = std::move(x), .which = find(axis_lines(), type), .bound = bound});
  }
  int pick(axis a, int x, int label) { return f.add({.kind = part::pick, .arguments = {x, label}, .which = a}); }
  int at(axis a, int x, int position) { return f.add({.kind = part::gather, .arguments = {x, position}, .which = a}); }

  /// What is wrong with the programs for the sum of x over all axes, plus what depends on a parameter in any case.
  std::string wrong(int x) {
    int const all = f.of(x).axes == 0 ? x : f.add({.kind = part::along_axes, .arguments = {x}, .which = 0, .bound = f.of(x).axes});
    f.root = make("+", {all, symbol("a", {})});
    comparison const got = formula_check(f, 8)();
    return got.failure + got.limit;
  }

  formula f;

 private:
  template <class Lines>
  static int find(Lines const& lines, std::string_view type) {
    return static_cast<int>(std::find_if(lines.begin(), lines.end(), [&](auto const& each) { return each.type == type; }) - lines.begin());
  }
};

}  // namespace

TEST_CASE("lowering: a difference stays an instruction, whatever the numbers of its arguments") {
  written f;
  int const total = f.along("sum", {f.h}, f.make("exp", {f.symbol("s", {f.h})}));  // sums are lowered last
  CHECK(f.wrong(f.make("difference", {total, f.make("sin", {f.symbol("a", {})})})) == "");
}

TEST_CASE("lowering: positions along axes are in no memory that contractions and cumulative sums could read") {
  written f;
  CHECK(f.wrong(f.along("reverse_cumulative_sum", {f.h}, f.position(f.h))) == "");
  written g;
  CHECK(g.wrong(g.make("exp", {g.along("mean", {g.k}, g.make("*", {g.position(g.k), g.symbol("z", {g.i, g.k})}))})) == "");
  written m;  // the gradient is such a contraction
  CHECK(m.wrong(m.make("sin", {m.make("*", {m.symbol("c", {m.k}), m.position(m.l)})})) == "");
}

TEST_CASE("rules: a label is the position of an entry only along an axis that it was checked against") {
  written f(13, 2, 3, 5);
  int const outside = f.make("eq", {f.position(f.r), f.symbol("n", {f.i})});  // n may be the last position of h, r stops before
  CHECK(f.wrong(f.make("where", {outside, f.symbol("y", {f.i}), f.number(0)})) == "");
  written g(13, 2, 5, 5);
  int const label = g.symbol("m", {g.i});
  int const also_a_class = g.make("where", {g.make("eq", {g.position(g.j), label}), g.symbol("a", {}), g.symbol("b", {g.j})});
  CHECK(g.wrong(g.make("+", {also_a_class, g.pick(g.k, g.symbol("c", {g.k}), label)})) == "");
}

TEST_CASE("rules: a softmax is not moved onto the diagonal of its argument") {
  written f;
  int const delta = f.make("kronecker", {f.position(f.i), f.position(f.o)});
  CHECK(f.wrong(f.make("*", {delta, f.along("log_softmax", {f.i}, delta)})) == "");
  written g;  // nor is its derivative
  int const product = g.make("*", {g.symbol("d", {g.i}), g.symbol("d", {g.o})});
  CHECK(g.wrong(g.make("*", {g.make("kronecker", {g.position(g.i), g.position(g.o)}), g.along("softmax", {g.i}, product)})) == "");
}

TEST_CASE("choices: what is not chosen leaves no trace in derivatives of what is made of the choice") {
  for (std::string_view const bad : {"log", "sqrt", "acosh", "arcosh_density"}) {
    CAPTURE(bad);
    for (std::vector<written::axis> const& wide : {std::vector<written::axis>{}, {written::j}, {written::j, written::k}}) {
      CAPTURE(wide.size());
      written f;
      int const x = f.symbol("s", {f.h});
      int const asked = f.make("gt", {x, f.number(bad == "log" || bad == "sqrt" ? 0 : 1.0625)});
      int const b = wide.size() == 1 ? f.symbol("b", {f.j}) : wide.empty() ? f.symbol("a", {}) : f.symbol("w", {f.j, f.k});
      int const choice = f.make("where", {asked, f.make("*", {f.make(bad, {x}), b}), f.make("sin", {b})});
      CHECK(f.wrong(f.make("exp", {f.make("tanh", {choice})})) == "");
      int const twice = f.make("where", {f.make("lt", {b, f.number(3)}), choice, x});
      CHECK(f.wrong(f.make("*", {f.make("sin", {twice}), f.make("softplus", {choice})})) == "");
    }
  }
}

TEST_CASE("choices: an entry that no position of the condition chooses leaves no trace, nor one that is not read") {
  for (std::string_view const bad : {"log", "sqrt"}) {
    CAPTURE(bad);
    written f;  // from the second entry on, for all rows
    int const asked = f.make("gt", {f.position(f.j), f.make("*", {f.number(0.9), f.make("sigmoid", {f.symbol("y", {f.i})})})});
    int const entries = f.make(bad, {f.make("*", {f.make("-", {f.position(f.j), f.number(0.5)}), f.make("exp", {f.symbol("b", {f.j})})})});
    CHECK(f.wrong(f.make("where", {asked, f.make("*", {entries, f.symbol("y", {f.i})}), f.symbol("y", {f.i})})) == "");
    int const read = f.at(f.j, entries, f.number(1));
    CHECK(f.wrong(read) == "");
    CHECK(f.wrong(f.make("where", {f.make("gt", {f.symbol("y", {f.i}), f.number(0)}), f.make("*", {read, f.symbol("y", {f.i})}), f.number(1)})) == "");
  }
}

TEST_CASE("choices: cumulative sums and softmax use also what the choice leaves out") {
  for (std::string_view const type : {"cumulative_sum", "softmax", "log_softmax"}) {
    CAPTURE(type);
    written f;
    int const x = f.along(type, {f.j}, f.symbol("b", {f.j}));
    CHECK(f.wrong(f.make("where", {f.make("gt", {f.symbol("b", {f.j}), f.number(0)}), f.make("sin", {x}), f.symbol("x", {f.i, f.j})})) == "");
  }
}

TEST_CASE("choices: safe positions are not made inside of a sum over an axis of the choice") {
  written f;
  int const n = f.symbol("n", {f.i});
  int const u = f.make("tanh", {f.position(f.h)});
  int const total = f.along("sum", {f.i}, f.make("*", {f.symbol("a", {}), f.at(f.h, u, n)}));
  CHECK(f.wrong(f.pick(f.h, f.make("*", {total, u}), n)) == "");
}

TEST_CASE("gathers: a symbol that stands at a slot already gets another one") {
  written f;
  CHECK(f.wrong(f.at(f.j, f.along("softmax", {f.j}, f.symbol("q", {f.l, f.j})), f.position(f.l))) == "");
}

TEST_CASE("the streamed axis: not one that shares positions with a cumulative sum's") {
  written f;
  int const series = f.make("*", {f.symbol("y", {f.i}), f.along("cumulative_sum", {f.i}, f.symbol("d", {f.i}))});
  int const rows = f.along("mean", {f.i}, f.make("*", {f.symbol("x", {f.i, f.j}), f.symbol("b", {f.j})}));
  CHECK(f.wrong(f.make("*", {rows, f.make("softplus", {f.at(f.i, series, f.position(f.o))})})) == "");
}

TEST_CASE("scheduling: what counts rows at computed positions waits for the sum that scales it") {
  written f;
  int const scaled = f.along("sum", {f.i}, f.make("*", {f.symbol("y", {f.i}), f.symbol("w", {f.j, f.k})}));
  int const entry = f.at(f.k, scaled, f.symbol("m", {f.i}));
  CHECK(f.wrong(f.make("+", {f.along("sum", {f.i}, entry), f.along("mean", {f.k}, f.make("*", {scaled, f.along("mean", {f.l}, f.symbol("q", {f.j, f.l}))}))})) == "");
}

TEST_CASE("scheduling: a gather reads what its loop does not make") {
  written f;
  int const p = f.along("softmax_complement", {f.i}, f.pick(f.k, f.make("-", {f.extent(f.i), f.symbol("v", {f.j, f.k, f.h})}), f.symbol("m", {f.i})));
  CHECK(f.wrong(f.at(f.i, p, f.make("-", {f.extent(f.i), f.number(1)}))) == "");
}

TEST_CASE("a position from the end is differentiated twice along the axis that it runs over") {
  for (std::string_view const inside : {"sin", "softplus", "square"}) {
    written f;
    int const last = f.make("-", {f.extent(f.h), f.number(1)});
    int const reversed = f.at(f.h, f.symbol("s", {f.h}), f.make("-", {last, f.position(f.h)}));
    CHECK(f.wrong(f.make(inside, {reversed})) == "");
    CHECK(f.wrong(f.make(inside, {f.make("*", {reversed, f.symbol("s", {f.h})})})) == "");
    int const both = f.make("*", {f.at(f.h, f.symbol("v", {f.j, f.k, f.h}), f.make("-", {last, f.position(f.h)})), f.symbol("g", {f.k, f.h})});
    CHECK(f.wrong(f.make(inside, {f.along("sum", {f.h}, both)})) == "");
  }
}

TEST_CASE("labels that need not be positions along an axis are counted where they are") {
  written f(13, 2, 5, 6);  // m and n hold classes 0 to 4 and places 0 to 5, of which j has two
  for (char const* label : {"m", "n"}) {
    int const asked = f.make("eq", {f.position(f.j), f.symbol(label, {f.i})});
    CHECK(f.wrong(f.make("sin", {f.along("count", {f.i}, asked)})) == "");
    CHECK(f.wrong(f.make("sin", {f.along("masked_sum", {f.i}, {asked, f.symbol("d", {f.i})})})) == "");
    CHECK(f.wrong(f.make("*", {f.along("masked_sum", {f.j}, {asked, f.symbol("b", {f.j})}), f.symbol("d", {f.i})})) == "");
  }
}

TEST_CASE("a mask hides nothing from what works along its axis") {
  written f;
  int const mask = f.make("gt", {f.symbol("y", {f.i}), f.number(0)});
  int const deviation = f.make("-", {f.symbol("y", {f.i}), f.along("mean", {f.i}, f.symbol("y", {f.i}))});
  for (std::string_view const type : {"masked_sum", "masked_mean"}) {
    CHECK(f.wrong(f.along(type, {f.i}, {mask, f.make("*", {f.make("square", {deviation}), f.symbol("a", {})})})) == "");
    CHECK(f.wrong(f.along(type, {f.i}, {mask, f.along("cumulative_sum", {f.i}, f.make("*", {f.symbol("y", {f.i}), f.symbol("d", {f.i})}))})) == "");
  }
}

TEST_CASE("the mixed derivative of x ln y is there at x = 0 too") {
  written f;
  int const b = f.symbol("b", {f.j}), y = f.make("square", {f.symbol("w", {f.j, f.k})});
  int const zero = f.make("-", {b, f.make("stop_gradient", {b})});  // and varies with b
  for (std::string_view const type : {"xlogy", "xlog1py"}) CHECK(f.wrong(f.make(type, {zero, y})) == "");
}

TEST_CASE("the second derivative of ln(1 - e^x) is there far below 0") {
  written f;
  int const y = f.make("/", {f.number(3), f.make("+", {f.make("square", {f.symbol("b", {f.j})}), f.number(0.25)})});
  int const far = f.make("+", {f.number(740), f.make("softplus", {f.make("*", {f.along("variance", {f.j}, y), y})})});
  CHECK(f.wrong(f.make("log1mexp", {f.make("-", {f.number(0), far})})) == "");
}

TEST_CASE("what underflows in the derivatives of c ln(sigmoid(z)) cancels before") {
  written f;
  int const far = f.make("*", {f.number(-400), f.make("square", {f.symbol("b", {f.j})})});
  for (bool const left : {true, false})
    CHECK(f.wrong(f.make("xlogy", {f.symbol("w", {f.j, f.k}), f.make("sigmoid", {left ? far : f.make("- ", {far})})})) == "");
}
