// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Naive formulas in one variable, in every spelling: value, gradient and second derivative against
// reference derivatives in 390 digits, at ordinary points and where a naive program has no digits left.
#pragma once

#include "support/formulas.hpp"
#include "support/jet.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <concepts>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace gradsmith::tests {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double epsilon = std::numeric_limits<double>::epsilon();

/// A formula in z, for handles and for jets, on the part of the line where it is defined.
struct formula_in_z {
  std::string name;
  std::function<ref(ref)> write;
  std::function<jet(jet const&)> reference;
  double lower = -infinity, upper = infinity;
  double second_tolerance = 1e-12;
};

template <class F>
formula_in_z in_z(char const* name, F f, double lower = -infinity, double upper = infinity) {
  return {name, f, f, lower, upper};
}
/// With another formula for the reference, where the naive one has no digits left even in 390.
template <class F, class Reference>
  requires std::invocable<Reference, jet const&>
formula_in_z in_z(char const* name, F f, Reference reference, double lower = -infinity, double upper = infinity) {
  return {name, f, reference, lower, upper};
}

inline std::vector<double> points() {
  double const ln2 = 0.69314718055994531;
  return {0,   1e-9, 1e-8, -1e-8, 40, -40, 0.3,  1,   ln2,  std::nextafter(ln2, 0), std::nextafter(ln2, 1), 20,   std::nextafter(20, 0), std::nextafter(20, 30),
          37,  709,  745,  1e4, -1e-9, -0.3, -1, -ln2, std::nextafter(-ln2, 0), std::nextafter(-ln2, -1), -20, std::nextafter(-20, 0),
          -37, -709, -745, -1e4};
}

/// How the formula is written down: its argument in terms of z (at which the argument is u), what the
/// result is multiplied by and what stands around it.
struct spelling {
  std::string name;
  double slope;  // argument = slope * z
  double factor;  // result = factor * formula
  std::function<ref(builder&, ref z)> argument;
  std::function<ref(builder&, ref f)> result;
};

inline std::vector<spelling> spellings() {
  auto const same = [](builder&, ref x) { return x; };
  return {
      {"f(z)", 1, 1, same, same},
      {"f(-z)", -1, 1, [](builder&, ref z) { return -z; }, same},
      {"f(2*z)", 2, 1, [](builder&, ref z) { return 2 * z; }, same},
      {"f(z/4)", 0.25, 1, [](builder&, ref z) { return z / 4; }, same},
      {"f(one*z + zero)", 1, 1, [](builder& b, ref z) { return b.symbol("one") * z + b.symbol("zero"); }, same},
      {"f(zero - one*z)", -1, 1, [](builder& b, ref z) { return b.symbol("zero") - b.symbol("one") * z; }, same},
      {"-f(z)", 1, -1, same, [](builder&, ref f) { return -f; }},
      {"4*f(z)", 1, 4, same, [](builder&, ref f) { return 4 * f; }},
      {"f(z)/4", 1, 0.25, same, [](builder&, ref f) { return f / 4; }},
      {"f(z)/n", 1, 0.25, same, [](builder& b, ref f) { return f / b.symbol("four"); }},
      {"zero - f(z)", 1, -1, same, [](builder& b, ref f) { return b.symbol("zero") - f; }},
      {"zero + f(z) + zero2", 1, 1, same, [](builder& b, ref f) { return b.symbol("zero") + f + b.symbol("zero2"); }},
      {"one*f(z)", 1, 1, same, [](builder& b, ref f) { return b.symbol("one") * f; }},
      {"f(z(k)), declared z(i)", 1, 1, [](builder& b, ref z) { return b.at(z, {b.axis("k")}); }, same},
      {"f(z(i) + zero(j))", 1, 1, [](builder& b, ref z) { return z + b.symbol("zeros", {b.axis("j")}); }, same},
      {"f(z(i) * ones(j))", 1, 1, [](builder& b, ref z) { return z * b.symbol("ones", {b.axis("j")}); }, same},
  };
}

inline double value_of(ir::graph const& g, ir::node const& symbol, double z) {
  std::string_view const name = g.symbols[symbol.tag].name;
  return name == "z" ? z : name == "four" ? 4 : name.starts_with("one") ? 1 : 0;
}

inline bool agrees(double got, many_digits const& expected, many_digits const& scale, double tolerance) {
  many_digits const most = std::numeric_limits<double>::max();
  if (abs(expected) > most) return std::isinf(got) && (got > 0) == (expected > 0);
  if (!(got == got)) return false;
  if (std::isinf(got)) return abs(expected) > most * (1 - tolerance);
  return abs(many_digits(got) - expected) <= tolerance * scale + many_digits(std::numeric_limits<double>::min());
}

inline void check(formula_in_z const& f) {
  std::vector<jet> expected;
  for (double u : points()) expected.push_back(u >= f.lower && u <= f.upper ? f.reference(jet::variable(u)) : jet());
  for (spelling const& s : spellings()) {
    for (bool symbols_first : {false, true}) {
      builder b;
      if (symbols_first)
        for (char const* name : {"zero", "one", "zero2", "four"}) (void)b.symbol(name);
      ref z = b.symbol("z", {b.axis("i")});
      ref const e = s.result(b, f.write(s.argument(b, z)));
      if (s.name.find("(k)") != std::string::npos) z = b.at(z, {b.axis("k")});
      b.output(e);
      b.output(b.diff(e, z));
      b.output(b.diff(b.diff(e, z), z));
      stages const run(b.graph);
      REQUIRE(run.lowered.error.view() == "");
      for (std::size_t p = 0; p < points().size(); ++p) {
        double const u = points()[p];
        if (!(u >= f.lower && u <= f.upper)) continue;
        vec<int> extents;
        for (int a = 0; a < 8; ++a) extents.push_back(1);
        auto const values = ir::evaluate(view_of(run.lowered), extents, [&](ir::node const& n, auto const&) { return value_of(run.lowered, n, u / s.slope); });
        jet const& r = expected[p];
        double const got[]{values.output(0)[0], values.output(1)[0], values.output(2)[0]};
        auto const scale = [&](many_digits const& x, many_digits const& dx) { return many_digits(abs(x) + abs(u * dx)); };
        bool const good[]{agrees(got[0], s.factor * r.value, std::abs(s.factor) * scale(r.value, r.first), 16 * epsilon),
                          agrees(got[1], s.factor * s.slope * r.first, std::abs(s.factor * s.slope) * scale(r.first, r.second), 16 * epsilon),
                          agrees(got[2], s.factor * s.slope * s.slope * r.second, std::abs(s.factor) * s.slope * s.slope * abs(r.second), f.second_tolerance)};
        double const exact[]{static_cast<double>(r.value), static_cast<double>(r.first), static_cast<double>(r.second)};
        for (int k = 0; k < 3; ++k)
          CHECK_MESSAGE(good[k], f.name, ", written ", s.name, ", at ", u, ": derivative ", k, " is ", got[k], ", of f itself it is ", exact[k], "; ",
                        formula(run.simplified, k));
      }
    }
  }
}

inline void check_all(std::vector<formula_in_z> const& all) {
  for (auto const& f : all) check(f);
}

inline constexpr double tiny = 1e-12;  // for formulas that are not defined at 0

}  // namespace gradsmith::tests
