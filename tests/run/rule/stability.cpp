// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Naive formulas in one variable, in every spelling: value, gradient and second derivative against
// reference derivatives in 390 digits, at ordinary points and where a naive program has no digits left.
#include "support/formulas.hpp"
#include "support/jet.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <concepts>
#include <functional>
#include <limits>
#include <string>
#include <vector>

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double epsilon = std::numeric_limits<double>::epsilon();

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

std::vector<double> points() {
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

std::vector<spelling> spellings() {
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

double value_of(ir::graph const& g, ir::node const& symbol, double z) {
  std::string_view const name = g.symbols[symbol.tag].name;
  return name == "z" ? z : name == "four" ? 4 : name.starts_with("one") ? 1 : 0;
}

bool agrees(double got, many_digits const& expected, many_digits const& scale, double tolerance) {
  many_digits const most = std::numeric_limits<double>::max();
  if (abs(expected) > most) return std::isinf(got) && (got > 0) == (expected > 0);
  if (!(got == got)) return false;
  if (std::isinf(got)) return abs(expected) > most * (1 - tolerance);
  return abs(many_digits(got) - expected) <= tolerance * scale + many_digits(std::numeric_limits<double>::min());
}

void check(formula_in_z const& f) {
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

void check_all(std::vector<formula_in_z> const& all) {
  for (auto const& f : all) check(f);
}

constexpr double tiny = 1e-12;  // for formulas that are not defined at 0

}  // namespace

TEST_CASE("logarithms of sums with 1") {
  check_all({
      in_z("log(1+exp(z))", [](auto z) { return log(1 + exp(z)); }),
      in_z("log(exp(z)+1)", [](auto z) { return log(exp(z) + 1); }),
      in_z("log(1+exp(-z))", [](auto z) { return log(1 + exp(-z)); }),
      in_z("log1p(exp(z))", [](auto z) { return log1p(exp(z)); }),
      in_z("log(1+z)", [](auto z) { return log(1 + z); }, -0.9),
      in_z("log(1+z^2)", [](auto z) { return log(1 + square(z)); }),
      in_z("log1p(-exp(z))", [](auto z) { return log1p(-exp(z)); }, -infinity, -tiny),
      in_z("log(1-exp(z))", [](auto z) { return log(1 - exp(z)); }, -infinity, -tiny),
      in_z("log(-expm1(z))", [](auto z) { return log(-expm1(z)); }, -infinity, -tiny),
      in_z("log(expm1(z))", [](auto z) { return log(expm1(z)); }, tiny),
      in_z("log(exp(z)-1)", [](auto z) { return log(exp(z) - 1); }, tiny),
      in_z("log(1+exp(z)) - z", [](auto z) { return log(1 + exp(z)) - z; }),
  });
}

TEST_CASE("weighted logistic losses") {
  // Weights of the positive class, and focal losses: (1-p)^gamma*log(p) with p = sigmoid(z).
  auto const log_p = [](jet const& z) { return -log(1 + exp(-z)); };
  check_all({
      in_z("3*y*log(p)+(1-y)*log(1-p), y = 1/2", [](auto z) { return -(3 * 0.5 * log(sigmoid(z)) + 0.5 * log(1 - sigmoid(z))); },
           [=](jet const& z) { return -(1.5 * log_p(z) + 0.5 * log_p(-z)); }),
      in_z("(1-y)*z+(1+2*y)*log(1+exp(-z)), y = 1/2", [](auto z) { return 0.5 * z + 2 * log(1 + exp(-z)); }),
      in_z("(1-p)^2*log(p)", [](auto z) { return square(1 - sigmoid(z)) * log(sigmoid(z)); },
           [=](jet const& z) { return log_p(z) / square(1 + exp(z)); }),
      in_z("pow(1-p,0.5)*log(p)", [](auto z) { return pow(1 - sigmoid(z), 0.5) * log(sigmoid(z)); },
           [=](jet const& z) { return log_p(z) / sqrt(1 + exp(z)); }),
      in_z("pow(1-p,0.75)*log(p)", [](auto z) { return pow(1 - sigmoid(z), 0.75) * log(sigmoid(z)); },
           [=](jet const& z) { return log_p(z) * exp(-0.75 * log(1 + exp(z))); }),
      in_z("p^2*log(1-p)", [](auto z) { return square(1 / (1 + exp(-z))) * log(1 - 1 / (1 + exp(-z))); },
           [=](jet const& z) { return log_p(-z) / square(1 + exp(-z)); }),
  });
}

TEST_CASE("logarithms of sums with coefficients inside") {
  // log((1+exp(z))/2) crosses 0 at z = 0, as a difference.
  double const away = 1e-2;
  check_all({
      in_z("log(2+2*exp(z))", [](auto z) { return log(2 + 2 * exp(z)); }),
      in_z("log(2*(1+exp(z)))", [](auto z) { return log(2 * (1 + exp(z))); }),
      in_z("log(0.5+0.5*exp(z)), right", [](auto z) { return log(0.5 + 0.5 * exp(z)); }, away),
      in_z("log(0.5+0.5*exp(z)), left", [](auto z) { return log(0.5 + 0.5 * exp(z)); }, -infinity, -away),
      in_z("log((1+exp(z))/2), right", [](auto z) { return log((1 + exp(z)) / 2); }, away),
      in_z("log(1+exp(z)/2)", [](auto z) { return log(1 + exp(z) / 2); }),
      in_z("log(1+0.5*exp(z))", [](auto z) { return log(1 + 0.5 * exp(z)); }),
      in_z("log(1+2*exp(z))", [](auto z) { return log(1 + 2 * exp(z)); }),
      in_z("log(1+0.001*exp(z))", [](auto z) { return log(1 + 0.001 * exp(z)); }),
      in_z("log(exp(z)+2)", [](auto z) { return log(exp(z) + 2); }),
      in_z("log(3*exp(-z)+2)", [](auto z) { return log(3 * exp(-z) + 2); }),
      in_z("log(1+2*(1+exp(z)))", [](auto z) { return log(1 + 2 * (1 + exp(z))); }),
      in_z("log1p(2*exp(z))", [](auto z) { return log1p(2 * exp(z)); }),
      in_z("log1p(1+exp(z)/4)", [](auto z) { return log1p(1 + exp(z) / 4); }),
      in_z("log(1+exp(z)^2)", [](auto z) { return log(1 + square(exp(z))); }),
      in_z("log(1/(2+2*exp(-z)))", [](auto z) { return log(1 / (2 + 2 * exp(-z))); }),
      in_z("-log(0.25+exp(z)*0.75), right", [](auto z) { return -log(0.25 + exp(z) * 0.75); }, away),
  });
}

TEST_CASE("the logistic function with coefficients inside") {
  // The second derivative is 0 where exp(z) is c/d in c+d*exp(z), and nowhere near the points.
  check_all({
      in_z("1/(2+2*exp(-z))", [](auto z) { return 1 / (2 + 2 * exp(-z)); }),
      in_z("1/(0.5+0.5*exp(z))", [](auto z) { return 1 / (0.5 + 0.5 * exp(z)); }),
      in_z("1/(1+exp(z)/4)", [](auto z) { return 1 / (1 + exp(z) / 4); }),
      in_z("2/(1+4*exp(-z))", [](auto z) { return 2 / (1 + 4 * exp(-z)); }),
      in_z("1/(exp(z)+3)", [](auto z) { return 1 / (exp(z) + 3); }),
      in_z("exp(z)/(2+2*exp(z))", [](auto z) { return exp(z) / (2 + 2 * exp(z)); }),
      in_z("exp(z)/(1+exp(z)/4)", [](auto z) { return exp(z) / (1 + exp(z) / 4); }),
      in_z("2*exp(z)/(2*exp(z)+3)", [](auto z) { return 2 * exp(z) / (2 * exp(z) + 3); }),
      in_z("exp(-z)/(0.25+exp(-z))", [](auto z) { return exp(-z) / (0.25 + exp(-z)); }),
      in_z("exp(z)/(2+2*exp(z))^2", [](auto z) { return exp(z) / square(2 + 2 * exp(z)); }),
      in_z("1-1/(1+4*exp(z))", [](auto z) { return 1 - 1 / (1 + 4 * exp(z)); }, [](jet const& z) { return 4 * exp(z) / (1 + 4 * exp(z)); }),
  });
}

TEST_CASE("exponentials less 1") {
  check_all({
      in_z("exp(z)-1", [](auto z) { return exp(z) - 1; }),
      in_z("1-exp(z)", [](auto z) { return 1 - exp(z); }),
      in_z("1+expm1(z)", [](auto z) { return 1 + expm1(z); }),
  });
}

TEST_CASE("the logistic function") {
  check_all({
      in_z("1/(1+exp(z))", [](auto z) { return 1 / (1 + exp(z)); }),
      in_z("1/(1+exp(-z))", [](auto z) { return 1 / (1 + exp(-z)); }),
      in_z("exp(z)/(1+exp(z))", [](auto z) { return exp(z) / (1 + exp(z)); }),
      in_z("exp(-z)/(1+exp(-z))", [](auto z) { return exp(-z) / (1 + exp(-z)); }),
      in_z("exp(z)*sigmoid(-z)", [](auto z) { return exp(z) * sigmoid(-z); }),
      in_z("1-sigmoid(z)", [](auto z) { return 1 - sigmoid(z); }),
      in_z("1-1/(1+exp(z))", [](auto z) { return 1 - 1 / (1 + exp(z)); }),
      in_z("sigmoid(z)*(1-sigmoid(z))", [](auto z) { return sigmoid(z) * (1 - sigmoid(z)); }),
      in_z("exp(z)/(1+exp(z))^2", [](auto z) { return exp(z) / square(1 + exp(z)); }),
      in_z("sigmoid(z)/sigmoid(-z)", [](auto z) { return sigmoid(z) / sigmoid(-z); }),
      in_z("sigmoid(z)/(1-sigmoid(z))", [](auto z) { return sigmoid(z) / (1 - sigmoid(z)); }, [](jet const& z) { return exp(z); }),
      in_z("(1-sigmoid(z))/sigmoid(z)", [](auto z) { return (1 - sigmoid(z)) / sigmoid(z); }, [](jet const& z) { return exp(-z); }),
      in_z("log(sigmoid(z))", [](auto z) { return log(sigmoid(z)); }),
      in_z("log(1-sigmoid(z))", [](auto z) { return log(1 - sigmoid(z)); }, [](jet const& z) { return -log(1 + exp(z)); }),
      in_z("log1p(-sigmoid(z))", [](auto z) { return log1p(-sigmoid(z)); }, [](jet const& z) { return -log(1 + exp(z)); }),
      in_z("log(sigmoid(z)/(1-sigmoid(z)))", [](auto z) { return log(sigmoid(z) / (1 - sigmoid(z))); }, [](jet const& z) { return z; }),
      in_z("log(sigmoid(z)) - log(1-sigmoid(z))", [](auto z) { return log(sigmoid(z)) - log(1 - sigmoid(z)); }, [](jet const& z) { return z; }),
      in_z("log(1/(1+exp(-z)))", [](auto z) { return log(1 / (1 + exp(-z))); }),
      in_z("exp(-log(1+exp(z)))", [](auto z) { return exp(-log(1 + exp(z))); }),
      in_z("1-tanh(z)^2", [](auto z) { return 1 - square(tanh(z)); }),
      in_z("tanh(z)", [](auto z) { return tanh(z); }),
  });
}

TEST_CASE("hyperbolic functions of exponentials") {
  auto const hyperbolic_tangent = [](jet const& z) { return (exp(2 * z) - 1) / (exp(2 * z) + 1); };
  check_all({
      in_z("log(cosh(z))", [](auto z) { return log(cosh(z)); }),
      in_z("log(2*cosh(z))", [](auto z) { return log(2 * cosh(z)); }),
      in_z("log(sinh(z))", [](auto z) { return log(sinh(z)); }, [](jet const& z) { return log((exp(z) - exp(-z)) / 2); }, tiny),
      in_z("log(exp(z)-exp(-z))", [](auto z) { return log(exp(z) - exp(-z)); }, tiny),
      in_z("(exp(z)-exp(-z))/2", [](auto z) { return (exp(z) - exp(-z)) / 2; }),
      in_z("(exp(z)-exp(-z))/(exp(z)+exp(-z))", [](auto z) { return (exp(z) - exp(-z)) / (exp(z) + exp(-z)); }, hyperbolic_tangent),
      in_z("(exp(2*z)-1)/(exp(2*z)+1)", [](auto z) { return (exp(2 * z) - 1) / (exp(2 * z) + 1); }, hyperbolic_tangent),
      in_z("(1-exp(-2*z))/(1+exp(-2*z))", [](auto z) { return (1 - exp(-2 * z)) / (1 + exp(-2 * z)); }, hyperbolic_tangent),
      in_z("2/(1+exp(-2*z))-1", [](auto z) { return 2 / (1 + exp(-2 * z)) - 1; }, hyperbolic_tangent),
      in_z("1-2*sigmoid(z)", [](auto z) { return 1 - 2 * sigmoid(z); }, [](jet const& z) { return (1 - exp(z)) / (1 + exp(z)); }),
      in_z("exp(z)*exp(-z)*z", [](auto z) { return exp(z) * exp(-z) * z; }, [](jet const& z) { return z; }),
  });
}

TEST_CASE("shares of exponentials") {
  check_all({
      in_z("exp(z)/(exp(z)+exp(-z))", [](auto z) { return exp(z) / (exp(z) + exp(-z)); }, [](jet const& z) { return 1 / (1 + exp(-2 * z)); }),
      in_z("exp(z)/(exp(z)+9*exp(-z))", [](auto z) { return exp(z) / (exp(z) + 9 * exp(-z)); }, [](jet const& z) { return 1 / (1 + 9 * exp(-2 * z)); }),
      in_z("3*exp(z)/(1+exp(z)+exp(2*z))", [](auto z) { return 3 * exp(z) / (1 + exp(z) + exp(2 * z)); }),
      in_z("exp(z)/(2+exp(z)+3*exp(z/2))", [](auto z) { return exp(z) / (2 + exp(z) + 3 * exp(z / 2)); }),
      in_z("-log(exp(z)/(exp(z)+exp(-z)))", [](auto z) { return -log(exp(z) / (exp(z) + exp(-z))); }, [](jet const& z) { return log(1 + exp(-2 * z)); }),
      in_z("log(exp(-z)/(1+exp(-z))^2)", [](auto z) { return log(exp(-z) / square(1 + exp(-z))); }, [](jet const& z) { return -log(2 + exp(z) + exp(-z)); }),
      in_z("log(sigmoid(z)*(1-sigmoid(z)))", [](auto z) { return log(sigmoid(z) * (1 - sigmoid(z))); }, [](jet const& z) { return -log(2 + exp(z) + exp(-z)); }),
  });
}

TEST_CASE("weights and logarithms of probabilities") {
  auto const log_p = [](jet const& z) { return -log(1 + exp(-z)); };
  check_all({
      in_z("xlogy(0.75,sigmoid(z))", [](auto z) { return xlogy(0.75, sigmoid(z)); }, [=](jet const& z) { return 0.75 * log_p(z); }),
      in_z("xlogy(0.75,1/(1+exp(-z)))", [](auto z) { return xlogy(0.75, 1 / (1 + exp(-z))); }, [=](jet const& z) { return 0.75 * log_p(z); }),
      in_z("xlogy(1,1-sigmoid(z))", [](auto z) { return xlogy(1, 1 - sigmoid(z)); }, [=](jet const& z) { return log_p(-z); }),
      in_z("xlog1py(0.5,-sigmoid(z))", [](auto z) { return xlog1py(0.5, -sigmoid(z)); }, [=](jet const& z) { return 0.5 * log_p(-z); }),
      in_z("z*log(z/sigmoid(z))", [](auto z) { return z * log(z / sigmoid(z)); }, [=](jet const& z) { return z * log(z) - z * log_p(z); }, 1.5),
      in_z("xlogy(0.5,1/sigmoid(z))", [](auto z) { return xlogy(0.5, 1 / sigmoid(z)); }, [=](jet const& z) { return -0.5 * log_p(z); }),
  });
}

TEST_CASE("the error function and the normal distribution") {
  check_all({
      in_z("log((1+erf(z/sqrt(2)))/2)", [](auto z) { return log(0.5 * (1 + erf(z * 0.70710678118654757))); }, [](jet const& z) { return log(normal_cdf(z)); }),
      in_z("1-erf(z)", [](auto z) { return 1 - erf(z); }, [](jet const& z) { return erfc(z); }),
      in_z("1+erf(z)", [](auto z) { return 1 + erf(z); }, [](jet const& z) { return erfc(-z); }),
      in_z("1-erfc(z)", [](auto z) { return 1 - erfc(z); }, [](jet const& z) { return erf(z); }),
      in_z("1-normal_cdf(z)", [](auto z) { return 1 - normal_cdf(z); }, [](jet const& z) { return normal_cdf(-z); }),
      in_z("log(normal_cdf(z))", [](auto z) { return log(normal_cdf(z)); }),
      in_z("log(1-normal_cdf(z))", [](auto z) { return log(1 - normal_cdf(z)); }, [](jet const& z) { return log(normal_cdf(-z)); }),
      in_z("log(erfc(z))", [](auto z) { return log(erfc(z)); }),
      in_z("log(1-erf(z))", [](auto z) { return log(1 - erf(z)); }, [](jet const& z) { return log(erfc(z)); }),
      in_z("log(erfc(exp(z)))", [](auto z) { return log(erfc(exp(z))); }, -1, 9),
  });
}

TEST_CASE("logarithms of sums of exponentials") {
  check_all({
      in_z("log(exp(z)+exp(3))", [](auto z) { return log(exp(z) + exp(z - z + 3)); }),
      in_z("log(exp(z)+exp(-z))", [](auto z) { return log(exp(z) + exp(-z)); }),
      in_z("log(2*exp(z)+2*exp(-z))", [](auto z) { return log(2 * exp(z) + 2 * exp(-z)); }),
      in_z("log(2*exp(z)+exp(-z)/2)", [](auto z) { return log(2 * exp(z) + exp(-z) / 2); }),
      in_z("log(exp(z)+3+exp(-z))", [](auto z) { return log(exp(z) + 3 + exp(-z)); }),
      in_z("log(2*exp(z)+1+2*exp(-z))", [](auto z) { return log(2 * exp(z) + 1 + 2 * exp(-z)); }),
      in_z("log(1+exp(z)+exp(2*z))", [](auto z) { return log(1 + exp(z) + exp(2 * z)); }),
      in_z("log(0.5+exp(-z)/4+2*exp(z/4))", [](auto z) { return log(0.5 + exp(-z) / 4 + 2 * exp(z / 4)); }),
      in_z("log(1+exp(z)+exp(z/2)+...), 20 terms",
           [](auto z) {
             auto total = 1 + exp(z);
             for (int k = 2; k <= 20; ++k) total = total + k * exp(z / k);
             return log(total);
           }),
      in_z("log(exp(z)+exp(2*z)+exp(-z))", [](auto z) { return log(exp(z) + exp(2 * z) + exp(-z)); }),
      in_z("log(exp(2*z)-exp(z))", [](auto z) { return log(exp(2 * z) - exp(z)); }, tiny),
  });
}

TEST_CASE("differences that cancel") {
  check_all({
      in_z("sqrt(1+z)-1", [](auto z) { return sqrt(1 + z) - 1; }, -0.9),
      in_z("sqrt(1+z^2)-1", [](auto z) { return sqrt(1 + square(z)) - 1; }),
      in_z("1-cos(z)", [](auto z) { return 1 - cos(z); }),
      in_z("cosh(z)-1", [](auto z) { return cosh(z) - 1; }),
      in_z("1-cosh(z)", [](auto z) { return 1 - cosh(z); }),
      in_z("z-sin(z)", [](auto z) { return z - sin(z); }),
      in_z("sin(z)-z", [](auto z) { return sin(z) - z; }),
      in_z("cos(z)-1", [](auto z) { return cos(z) - 1; }),
      in_z("1-sqrt(1+z)", [](auto z) { return 1 - sqrt(1 + z); }, -0.9),
      in_z("(1+z)^2-z^2", [](auto z) { return square(1 + z) - square(z); }),
  });
}

TEST_CASE("functions and their inverses") {
  check_all({
      in_z("log(exp(z))", [](auto z) { return log(exp(z)); }),
      in_z("log(4*exp(z))", [](auto z) { return log(4 * exp(z)); }),
      in_z("log(sqrt(1+z^2))", [](auto z) { return log(sqrt(1 + square(z))); }),
      in_z("exp(log(sqrt(1+z^2)))", [](auto z) { return exp(log(sqrt(1 + square(z)))); }),
      in_z("log(sqrt(1+exp(z)))", [](auto z) { return log(sqrt(1 + exp(z))); }),
      in_z("log(2*sqrt(2+2*exp(z)))", [](auto z) { return log(2 * sqrt(2 + 2 * exp(z))); }),
      in_z("log(1/sqrt(1+exp(z)))", [](auto z) { return log(1 / sqrt(1 + exp(z))); }),
      in_z("log(pow(1+exp(z),0.5))", [](auto z) { return log(pow(1 + exp(z), 0.5)); }, [](jet const& z) { return 0.5 * log(1 + exp(z)); }),
      in_z("log(pow(1+exp(z),-1.5))", [](auto z) { return log(pow(1 + exp(z), -1.5)); }, [](jet const& z) { return -1.5 * log(1 + exp(z)); }),
      in_z("log(exp(z)^3)", [](auto z) { return log(exp(z) * exp(z) * exp(z)); }),
      in_z("log(exp(z)/(1+exp(z)))", [](auto z) { return log(exp(z) / (1 + exp(z))); }),
      in_z("exp(log(z))", [](auto z) { return exp(log(z)); }, tiny),
      in_z("exp(log1p(z))", [](auto z) { return exp(log1p(z)); }, -0.9),
      in_z("expm1(log(z))", [](auto z) { return expm1(log(z)); }, tiny),
      in_z("expm1(log1p(z))", [](auto z) { return expm1(log1p(z)); }, -0.9),
      in_z("log1p(expm1(z))", [](auto z) { return log1p(expm1(z)); }, [](jet const& z) { return z; }),
      in_z("softplus(log(z))", [](auto z) { return softplus(log(z)); }, tiny),
      in_z("sqrt(z^2)", [](auto z) { return sqrt(square(z)); }, tiny),
      in_z("sqrt(z^2), left", [](auto z) { return sqrt(square(z)); }, -infinity, -tiny),
      in_z("sqrt(z)^2", [](auto z) { return square(sqrt(z)); }, tiny),
      in_z("abs(z)^2", [](auto z) { return square(abs(z)); }),
  });
}

TEST_CASE("activations") {
  check_all({
      in_z("silu(z)", [](auto z) { return silu(z); }, [](jet const& z) { return z / (1 + exp(-z)); }),
      in_z("mish(z)", [](auto z) { return mish(z); },
           [](jet const& z) {
             jet const e = exp(z), above = e * e + 2 * e;
             return z * above / (above + 2);
           }),
      in_z("logsigmoid(z)", [](auto z) { return logsigmoid(z); }, [](jet const& z) { return -log(1 + exp(-z)); }),
      in_z("softsign(z), right", [](auto z) { return softsign(z); }, [](jet const& z) { return z / (1 + z); }, tiny),
      in_z("softsign(z), left", [](auto z) { return softsign(z); }, [](jet const& z) { return z / (1 - z); }, -infinity, -tiny),
      in_z("elu(z)", [](auto z) { return elu(z); }, [](jet const& z) { return exp(z) - 1; }, -infinity, 0),
      in_z("logit(sigmoid(z))", [](auto z) { return logit(sigmoid(z)); }, [](jet const& z) { return z; }),
      in_z("logit(1/(1+exp(-z)))", [](auto z) { return logit(1 / (1 + exp(-z))); }, [](jet const& z) { return z; }),
      in_z("log(z/(1-z))", [](auto z) { return log(z / (1 - z)); }, tiny, 0.9),
      in_z("logit(z)", [](auto z) { return logit(z); }, [](jet const& z) { return log(z / (1 - z)); }, tiny, 0.9),
      in_z("exp2(z)", [](auto z) { return exp2(z); }, [](jet const& z) { return exp(log(jet{2, 0, 0}) * z); }),
      in_z("log2(exp2(z))", [](auto z) { return log2(exp2(z)); }, [](jet const& z) { return z; }),
      in_z("pow(1+z^2,1.5)", [](auto z) { return pow(1 + square(z), 1.5); }, [](jet const& z) { return (1 + square(z)) * sqrt(1 + square(z)); }),
      in_z("rsqrt(1+z^2)", [](auto z) { return rsqrt(1 + square(z)); }, [](jet const& z) { return 1 / sqrt(1 + square(z)); }),
  });
}
