// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// write_cpp_models FOLDER: as write_cpp, for models with more axes, computed positions and second derivatives.
#include "reading/cpp.hpp"
#include "reading/losses.hpp"

namespace gs = gradsmith;
using namespace gradsmith::tests;

namespace {

using losses::i, losses::d, losses::t, losses::m, losses::k, losses::r;
constexpr auto s = gs::axis<"s">;
constexpr auto f = gs::axis<"f">;
constexpr auto n = gs::axis<"n">;
constexpr auto e = gs::axis<"e", 2>;
constexpr auto l = gs::axis<"l">;

// Attention: t and s are positions, f features.
constexpr auto tokens = gs::input<"tokens">(i, t, f);
constexpr auto query = gs::param<"query">(f, d);
constexpr auto key = gs::param<"key">(f, d);
constexpr auto attention_weight = gs::let([] { return softmax(s, sum(d, sum(f, tokens(i, t, f) * query) * sum(f, tokens(i, s, f) * key))); });
constexpr auto attention = mean(i, sum(t, f, square(sum(s, attention_weight * tokens(i, s, f)))));

// Factors of inverse covariances, packed: the diagonal first.
constexpr auto triangle = gs::axis<"k", 3>;
constexpr auto packed = gs::param<"packed">(triangle);
constexpr auto point = gs::input<"point">(i, d);
constexpr auto factor = gs::let([] { return where(d == e, exp(packed(d)), where(d > e, packed(2 + d - e - 1), 0)); });
constexpr auto covariance = mean(i, sum(d, square(sum(e, factor * point(i, e))))) - sum(d, packed(d));

// Two tables, and the tables of both together.
constexpr auto users = gs::param<"users">(m, d);
constexpr auto films = gs::param<"films">(n, d);
constexpr auto base = gs::param<"base">(n);
constexpr auto user = gs::input<"user">(i);
constexpr auto film = gs::input<"film">(i);
constexpr auto rated = gs::input<"y">(i);
constexpr auto factorisation = mean(i, square(sum(d, users(user, d) * films(film, d)) + base(film) - rated)) + 0.01 * (sum(m, d, square(users)) + sum(n, d, square(films)));

// A convolution whose result is read at other positions, by strides.
constexpr auto p = losses::p;
constexpr auto wave = gs::input<"wave">(i, t);
constexpr auto first = gs::let([] { return tanh(sum(p, losses::kernel * wave(i, r + p))); });
constexpr auto strided = mean(i, sum(e, square(at(r, first, 2 * e + 1))));

// Names that C++ has taken, and some that are none.
constexpr auto keyword = gs::param<"double">;
constexpr auto spaced = gs::input<"a name">(i);
constexpr auto greater = gs::input<"greater">(i);
constexpr auto same = gs::param<"i">;
constexpr auto names = mean(i, log(1 + exp(keyword * spaced)) + max(greater, same * keyword));

// Second derivatives, and several outputs that are arrays.
constexpr auto line = mean(i, log(1 + exp(sum(losses::j, losses::w * losses::x))));
constexpr auto curvature = gs::diff(gs::diff(line, losses::w), losses::w(l));

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return std::cerr << "usage: write_cpp_models FOLDER\n", 2;
  std::string const folder = argv[1];
  write_loss<attention>(folder, "attention");
  write_loss<covariance>(folder, "covariance");
  write_loss<factorisation>(folder, "factorisation");
  write_loss<strided>(folder, "strided");
  write_loss<names>(folder, "names");
  write<line, curvature, softmax(losses::j, losses::w), cumulative_sum(losses::j, losses::w)>(folder, "curvature");
}
