// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Parsing: expressions read back as a person would write them, and spellings that are one node.
#include "support/static.hpp"

namespace gs = gradsmith;
using namespace gradsmith::tests;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto x = gs::param<"x">;
constexpr auto y = gs::param<"y">;
constexpr auto z = gs::param<"z">;
constexpr auto w = gs::param<"w">(j);
constexpr auto s = gs::param<"s">(i, k);
constexpr auto X = gs::input<"X">(i, j);
constexpr auto t = gs::input<"t">(i);
constexpr auto label = gs::input<"label">(i);

// as a person would write them
static_assert(reads<x + y, "x + y">);
static_assert(reads<-x - y, "-x - y">);
static_assert(reads<x - (y - z), "x + z - y">);
static_assert(reads<x / y / z, "x/(y*z)">);
static_assert(reads<x / (y * z), "x/(y*z)">);
static_assert(reads<x * (y + z), "x*(y + z)">);
static_assert(reads<-(x * y), "-x*y">);
static_assert(reads<2 * (x + y), "2*(x + y)">);
static_assert(reads<x / 2, "0.5*x">);
static_assert(reads<x / 3, "x/3">);
static_assert(reads<x * y / 7, "x*y/7">);
static_assert(reads<square(x - y), "square(x - y)">);
static_assert(reads<log(1 + exp(-x)), "log(1 + exp(-x))">);
static_assert(reads<y*(sum(j, w* X) + x), "y*(sum(j, w*X) + x)">);
static_assert(reads<mean(i, square(t)), "mean(i, square(t))">);
static_assert(reads<where(x > 0, x, 0), "where(x > 0, x, 0)">);
static_assert(reads<(x > 0) + y, "(x > 0) + y">);
static_assert(reads<y - 2 * (x != y), "y - 2*(y != x)">);
static_assert(reads<-(x > 0) * y, "-(x > 0)*y">);
static_assert(reads<pow(x < y, 3) / z, "cube(x < y)/z">);
static_assert(reads<square(x <= y), "square(x <= y)">);
static_assert(reads<(x > y) == (y >= z), "(x > y) == (y >= z)">);
static_assert(reads<exp(1 + x > -y), "exp(1 + x > -y)">);
static_assert(reads<x < -1, "x < -1">);
static_assert(reads<where((x > 0) * (y > 0), x* y, x >= y), "where((x > 0)*(y > 0), x*y, x >= y)">);
static_assert(reads<pick(k, s, label), "pick(k, s, label)">);
static_assert(reads<w(k), "w(k)">);
static_assert(reads<1e-20 * x, "1e-20*x">);

// one node for many spellings: collected, ordered, flattened
static_assert(reads<y - x, "y - x">);
static_assert(reads<2 * x + 3 * x, "5*x">);
static_assert(reads<x * x * x, "cube(x)">);
static_assert(reads<pow(x, 3), "cube(x)">);
static_assert(reads<pow(x, 3) / x, "square(x)">);
static_assert(reads<pow(x, 0.5), "sqrt(x)">);
static_assert(reads<(x - y) * (y - x), "-square(x - y)">);
static_assert(reads<x + y - x, "y">);
static_assert(reads<1 / (1 / x), "x">);
static_assert(reads<1 / square(x) * x, "1/x">);
static_assert(reads<sum(j, 2 * x * w), "2*x*sum(j, w)">);
static_assert(reads<sum(i, t* X* x), "x*sum(i, t*X)">);

// axes stand anywhere among the arguments
static_assert(reads<sum(square(w), j), "sum(j, square(w))">);
static_assert(reads<max(w, j) + min(w, j), "max(j, w) + min(j, w)">);

// 1, 1.0 and 1.f are one number
static_assert(same_program<stages_of<log(1 + exp(x))>, stages_of<log(1.0 + exp(x))>>);
static_assert(same_program<stages_of<log(1 + exp(x))>, stages_of<log(1.f + exp(x))>>);
static_assert(same_program<stages_of<x + y>, stages_of<+(x + y)>>);

// peers_trap_4: rationals are real numbers
static_assert(reads<x * (1.0 / 2), "0.5*x">);
static_assert(gs::equivalent<x / 2, 0.5 * x>);

// a let is spliced once, and changes nothing
constexpr auto h = gs::let([] { return exp(x * y); });
constexpr auto h2 = gs::let([] { return h + square(h); });
constexpr auto plain = exp(x * y);
static_assert(reads<h + h, "2*exp(x*y)">);
static_assert(same_program<stages_of<h2 * h2, gradient(h2* h2)>, stages_of<(plain + square(plain)) * (plain + square(plain)), gradient((plain + square(plain)) * (plain + square(plain)))>>);
static_assert(count_operations(stages_of<h2 * h + log(1 + h)>::parsed::view, "exp") == 1);

namespace inside {
constexpr auto margin = gs::let([] { return t * sum(j, w * X); });
constexpr auto loss = mean(i, log(1 + exp(-margin)));
constexpr auto written_out = mean(i, log(1 + exp(-(t * sum(j, w * X)))));
}  // namespace inside
static_assert(same_program<stages_of<inside::loss, gradient(inside::loss)>, stages_of<inside::written_out, gradient(inside::written_out)>>);

}  // namespace
