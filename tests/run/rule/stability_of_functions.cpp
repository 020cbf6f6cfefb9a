// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Functions of exponentials, and functions of their inverses, in every spelling, where a naive program has
// no digits left.
#include "support/formula_in_z.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace gradsmith;
using namespace gradsmith::tests;

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
