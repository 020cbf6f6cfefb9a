// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Every binary operation with every pair of special constants and symbols: it compiles, and folds as
// documented. x/c is x * (1/c); 0*x stays, since x may be infinite; a division by 0 stays a division.
#include "support/static.hpp"

#include <gradsmith/ir/print.hpp>

namespace gs = gradsmith;
using namespace gradsmith::tests;

namespace {

// Pairs of numbers meet only inside the compiler; the passes' operators make them here.
constexpr double constants[]{0.0, 1, -1, 2, 0.5};

template <class F>
constexpr bool folds(F operation, double expected) {
  gs::ir::graph g;
  gs::ref const result = operation(g);
  return g.is_literal(result.id) && result.node().value == expected;
}
constexpr bool numbers_fold() {
  for (double a : constants)
    for (double b : constants) {
      auto const lit = [](gs::ir::graph& g, double v) { return gs::ir::literal(g, v); };
      if (!folds([&](auto& g) { return lit(g, a) + lit(g, b); }, a + b)) return false;
      if (!folds([&](auto& g) { return lit(g, a) - lit(g, b); }, a - b)) return false;
      if (!folds([&](auto& g) { return lit(g, a) * lit(g, b); }, a * b)) return false;
      if (b != 0 && !folds([&](auto& g) { return lit(g, a) / lit(g, b); }, a / b)) return false;
      if (b == 0) {
        gs::ir::graph g;
        if (g.is_literal((lit(g, a) / lit(g, b)).id) && a != 0) return false;
      }
      if (b == 0 && !folds([&](auto& g) { return pow(lit(g, a), lit(g, b)); }, 1)) return false;
      if (b == 1 && !folds([&](auto& g) { return pow(lit(g, a), lit(g, b)); }, a)) return false;
      if (b == 2 && !folds([&](auto& g) { return pow(lit(g, a), lit(g, b)); }, a * a)) return false;
      if (b == -1 && a != 0 && !folds([&](auto& g) { return pow(lit(g, a), lit(g, b)); }, 1 / a)) return false;
    }
  return true;
}
static_assert(numbers_fold());

constexpr auto x = gs::param<"x">;
constexpr auto y = gs::param<"y">;

static_assert(reads<x + 0.0, "x"> && reads<0 + x, "x"> && reads<x - 0, "x"> && reads<0 - x, "-x">);
static_assert(reads<x + 1, "1 + x"> && reads<1 + x, "1 + x"> && reads<x - 1, "x - 1"> && reads<1 - x, "1 - x">);
static_assert(reads<x + -1, "x - 1"> && reads<-1 + x, "x - 1"> && reads<x - -1, "1 + x"> && reads<-1 - x, "-x - 1">);
static_assert(reads<x + 2, "2 + x"> && reads<2 - x, "2 - x"> && reads<x + 0.5, "0.5 + x"> && reads<0.5 - x, "0.5 - x">);
static_assert(reads<x + x, "2*x"> && reads<x - x, "0"> && reads<x + y, "x + y">);

static_assert(reads<x * 0.0, "0*x"> && reads<0.0 * x, "0*x">);
static_assert(reads<x * 1, "x"> && reads<1 * x, "x"> && reads<x * -1, "-x"> && reads<-1 * x, "-x">);
static_assert(reads<x * 2, "2*x"> && reads<2 * x, "2*x"> && reads<x * 0.5, "0.5*x"> && reads<0.5 * x, "0.5*x">);
static_assert(reads<x * x, "square(x)"> && reads<x * y, "x*y">);

static_assert(reads<x / 0.0, "x/0"> && reads<0.0 / x, "0/x"> && reads<x / 1, "x"> && reads<1 / x, "1/x">);
static_assert(reads<x / -1, "-x"> && reads<-1 / x, "-1/x"> && reads<x / 2, "0.5*x"> && reads<2 / x, "2/x">);
static_assert(reads<x / 0.5, "2*x"> && reads<0.5 / x, "0.5/x"> && reads<x / x, "1"> && reads<x / y, "x/y">);

static_assert(reads<pow(x, 0.0), "1"> && reads<pow(x, 0), "1"> && reads<pow(x, 1), "x"> && reads<pow(x, -1), "1/x">);
static_assert(reads<pow(x, 2), "square(x)"> && reads<pow(x, 0.5), "sqrt(x)"> && reads<pow(x, y), "pow(x, y)"> && reads<pow(x, x), "pow(x, x)">);
static_assert(reads<pow(0.0, x), "pow(0, x)"> && reads<pow(1, x), "pow(1, x)"> && reads<pow(-1, x), "pow(-1, x)"> && reads<pow(2, x), "exp2(x)"> && reads<pow(0.5, x), "pow(0.5, x)">);
static_assert(reads<pow(x, -2), "1/square(x)"> && reads<pow(x, 64), "pow(x, 64)"> && reads<pow(x, -0.5), "pow(x, -0.5)"> && reads<pow(x, 1.5), "pow(x, 1.5)">);

// peers_trap_5: d/dx (1/2*x*x) with all the ones and zeros that differentiation makes
static_assert(reads<gs::diff(1.0 / 2 * x * x, x), "x">);
static_assert(reads<gs::diff(1 * x * 1 + 0.0, x), "1">);
static_assert(reads<gs::diff(pow(x, 0), x), "0">);
static_assert(reads<gs::diff(x - x, x), "0">);

// peers_trap_9: 0*x is not 0, a choice is not a product
static_assert(reads<gs::diff(where(x > 0, log(x), 0), x), "where(x > 0, 1/x, 0)">);
static_assert(reads<gs::diff(0.0 * exp(x), y), "0">);

}  // namespace
