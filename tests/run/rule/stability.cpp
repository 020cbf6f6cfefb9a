// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Logarithms of sums with 1, in every spelling, where a naive program has no digits left.
#include "support/formula_in_z.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace gradsmith;
using namespace gradsmith::tests;

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
