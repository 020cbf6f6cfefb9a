// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Formulas over an axis in the spellings that users write: what they are simplified to, and their value,
// gradient and Hessian-vector product against 50 digits.
#include "support/exact.hpp"
#include "support/formulas.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

using digits = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<1000, boost::multiprecision::digit_base_2>, boost::multiprecision::et_off>;

/// Builds a formula in z(i, k) and label(i).
using writer = std::function<ref(builder&, over k, ref z, ref label)>;

constexpr int classes = 4;

std::vector<std::vector<double>> scores() {
  return {{0, 0, 0, 0},         {1, 2, 3, 4},       {1e-9, -1e-9, 0, 2e-9}, {20, -20, 0.5, 3},  {37, 0, -37, 1},
          {709, 0, -709, 708},  {745, 0, -745, 1},  {1e4, 0, -1e4, 9999},   {-1e4, -1e4, -1e4, -1e4 + 1}, {-745, -746, -747, -800}};
}

/// The graph of a formula and its first two derivatives by z: outputs e, diff(e, z(l)), diff(diff(e, z(l)), z(m)).
ir::graph with_derivatives(writer const& write) {
  builder b;
  over const i = b.axis("i");
  over const k = b.axis("k");
  over const l = b.axis("l");
  over const m = b.axis("m");
  ref const z = b.symbol("z", {i, k});
  ref const e = write(b, k, z, b.symbol("label", {i}, ir::role::input));
  b.output(e);
  b.output(b.diff(e, b.at(z, {i, l})));
  b.output(b.diff(b.diff(e, b.at(z, {i, l})), b.at(z, {i, m})));
  return std::move(b.graph);
}

template <class Evaluation>
Evaluation run_at(ir::graph const& g, std::vector<double> const& row, int label) {
  vec<int> extents;
  for (int a = 0; a < 8; ++a) extents.push_back(a == 0 ? 1 : classes);
  return {view_of(g), extents, [&](ir::node const& n, ir::position const& where) {
            if (g.symbols[n.tag].name == "label") return typename Evaluation::number(label);
            return typename Evaluation::number(row[static_cast<std::size_t>(where.along[g[g.edges[n.first + 1].node].tag])]);
          }};
}

struct spelling {
  std::string name;
  writer write;
};

/// Every spelling, as the passes make it, against the reference with no rule at all.
void check(writer const& reference, std::vector<spelling> const& spellings, double tolerance = 1e-13) {
  stages const plain(with_derivatives(reference), stages::without_rules{});
  std::vector<stages> runs;
  for (spelling const& s : spellings) runs.emplace_back(with_derivatives(s.write));
  for (auto const& row : scores())
    for (int label : {0, 2}) {
      auto const expected = run_at<ir::evaluation<exact_arithmetic<digits>>>(plain.differentiated, row, label);
      for (std::size_t s = 0; s < runs.size(); ++s) {
        REQUIRE(runs[s].lowered.error.view() == "");
        auto const got = run_at<ir::evaluation<ir::double_arithmetic>>(runs[s].lowered, row, label);
        for (int out = 0; out < 3; ++out) {
          auto const a = got.output(out);
          auto const e = expected.output(out);
          REQUIRE(a.size() == e.size());
          for (int n = 0; n < a.size(); ++n) {
            digits const error = abs(digits(a[n]) - e[n]);
            CHECK_MESSAGE(bool(error <= tolerance * abs(e[n]) + digits(1e-307)), spellings[s].name, ": output ", out, ", element ", n, " is ", a[n], ", not ",
                          static_cast<double>(e[n]), " at ", row[0], ", ", row[1], ", ", row[2], ", ", row[3], ", label ", label, "; ",
                          formula(runs[s].simplified, out));
          }
        }
      }
    }
}

ref n_of(builder& b, over k) { return ir::extent(b.graph, ir::first_axis(k.axes)); }

}  // namespace

TEST_CASE("softmax and its logarithm from every spelling") {
  writer const reference = [](builder&, over k, ref z, ref) { return softmax(k, z); };
  check(reference, {
      {"exp(z)/sum(k,exp(z))", [](builder&, over k, ref z, ref) { return exp(z) / sum(k, exp(z)); }},
      {"softmax(k,z+3)", [](builder&, over k, ref z, ref) { return softmax(k, z + 3); }},
      {"softmax(k,z-max(k,z))", [](builder&, over k, ref z, ref) { return softmax(k, z - max(k, z)); }},
      {"exp(z-max)/sum(k,exp(z-max))", [](builder&, over k, ref z, ref) { return exp(z - max(k, z)) / sum(k, exp(z - max(k, z))); }},
      {"exp(z)/mean(k,exp(z))/n", [](builder& b, over k, ref z, ref) { return exp(z) / mean(k, exp(z)) / n_of(b, k); }},
      {"exp(z-logsumexp(k,z))", [](builder&, over k, ref z, ref) { return exp(z - logsumexp(k, z)); }},
      {"exp(z-log(sum(k,exp(z))))", [](builder&, over k, ref z, ref) { return exp(z - log(sum(k, exp(z)))); }},
      {"exp(log_softmax)", [](builder&, over k, ref z, ref) { return exp(log_softmax(k, z)); }},
  });
  writer const log_reference = [](builder&, over k, ref z, ref) { return log_softmax(k, z); };
  check(log_reference, {
      {"log(softmax)", [](builder&, over k, ref z, ref) { return log(softmax(k, z)); }},
      {"z-logsumexp", [](builder&, over k, ref z, ref) { return z - logsumexp(k, z); }},
      {"z-log(sum(exp))", [](builder&, over k, ref z, ref) { return z - log(sum(k, exp(z))); }},
      {"log(exp/sum(exp))", [](builder&, over k, ref z, ref) { return log(exp(z) / sum(k, exp(z))); }},
      {"z-m-log(sum(exp(z-m)))", [](builder&, over k, ref z, ref) { return z - max(k, z) - log(sum(k, exp(z - max(k, z)))); }},
      {"log_softmax(k,z+3)", [](builder&, over k, ref z, ref) { return log_softmax(k, z + 3); }},
  });
}

TEST_CASE("softmax with one class more, whose score is 0") {
  check([](builder&, over k, ref z, ref) { return exp(z) / (1 + sum(k, exp(z))); }, {
      {"exp(z)/(1+sum(k,exp(z)))", [](builder&, over k, ref z, ref) { return exp(z) / (1 + sum(k, exp(z))); }},
      {"exp(z-log(1+sum(k,exp(z))))", [](builder&, over k, ref z, ref) { return softmax(k, z) * sigmoid(logsumexp(k, z)); }},
  }, 1e-12);
}

TEST_CASE("logsumexp from every spelling") {
  writer const reference = [](builder&, over k, ref z, ref) { return logsumexp(k, z); };
  check(reference, {
      {"log(sum(k,exp(z)))", [](builder&, over k, ref z, ref) { return log(sum(k, exp(z))); }},
      {"m+log(sum(k,exp(z-m)))", [](builder&, over k, ref z, ref) { return max(k, z) + log(sum(k, exp(z - max(k, z)))); }},
      {"logsumexp(k,z+3)-3", [](builder&, over k, ref z, ref) { return logsumexp(k, z + 3) - 3; }},
  });
  check(reference, {
      {"log(mean(k,exp(z)))+log(n)", [](builder& b, over k, ref z, ref) { return log(mean(k, exp(z))) + log(n_of(b, k)); }},
      {"log(4*sum(k,exp(z)))-log(4)", [](builder& b, over k, ref z, ref) { return log(4 * sum(k, exp(z))) - log(b.number(4)); }},
  }, 1e-12);
}

TEST_CASE("the logarithm of a product from every spelling") {
  check([](builder&, over k, ref z, ref) { return -sum(k, softplus(-z)); }, {
      {"log(prod(sigmoid))", [](builder&, over k, ref z, ref) { return log(prod(k, sigmoid(z))); }},
      {"log(prod(1/(1+exp(-z))))", [](builder&, over k, ref z, ref) { return log(prod(k, 1 / (1 + exp(-z)))); }},
      {"-log(1/prod)", [](builder&, over k, ref z, ref) { return -log(1 / prod(k, sigmoid(z))); }},
      {"sum(log(sigmoid))", [](builder&, over k, ref z, ref) { return sum(k, log(sigmoid(z))); }},
  });
  check([](builder&, over k, ref z, ref) { return 0.01 * sum(k, z); }, {
      {"log(prod(exp))", [](builder&, over k, ref z, ref) { return 0.01 * log(prod(k, exp(z))); }},
  });
}

TEST_CASE("the logarithm of a product of numbers of either sign") {
  stages const run(with_derivatives([](builder&, over k, ref z, ref) { return log(prod(k, z)); }));
  auto const value_and_slopes = [&](std::vector<double> const& row) {
    auto const got = run_at<ir::evaluation<ir::double_arithmetic>>(run.lowered, row, 0);
    std::vector<double> all{got.output(0)[0]};
    for (double slope : got.output(1)) all.push_back(slope);
    return all;
  };
  auto const even = value_and_slopes({-2e-200, 3e-200, -0.5, 4e-300});
  CHECK(even[0] == doctest::Approx(std::log(12.0) - 700 * std::log(10.0)));
  CHECK(even[1] == doctest::Approx(-5e199));
  CHECK(even[3] == doctest::Approx(-2));
  CHECK(std::isnan(value_and_slopes({-2, 3, 0.5, 4})[0]));
  auto const zero = value_and_slopes({0, 3, -0.5, 4});
  CHECK(zero[0] == -std::numeric_limits<double>::infinity());
  CHECK(zero[1] == std::numeric_limits<double>::infinity());
  CHECK(zero[3] == doctest::Approx(-2));
}

TEST_CASE("cross-entropy from every spelling") {
  writer const reference = [](builder&, over k, ref z, ref label) { return -pick(k, log_softmax(k, z), label); };
  check(reference, {
      {"logsumexp-pick", [](builder&, over k, ref z, ref label) { return logsumexp(k, z) - pick(k, z, label); }},
      {"log(sum(exp))-pick", [](builder&, over k, ref z, ref label) { return log(sum(k, exp(z))) - pick(k, z, label); }},
      {"-log(pick(softmax))", [](builder&, over k, ref z, ref label) { return -log(pick(k, softmax(k, z), label)); }},
      {"-pick(log(softmax))", [](builder&, over k, ref z, ref label) { return -pick(k, log(softmax(k, z)), label); }},
      {"-log(pick(exp(z))/sum(exp(z)))", [](builder&, over k, ref z, ref label) { return -log(pick(k, exp(z), label) / sum(k, exp(z))); }},
      {"-log(pick(exp(z)/sum(exp(z))))", [](builder&, over k, ref z, ref label) { return -log(pick(k, exp(z) / sum(k, exp(z)), label)); }},
  });
}

TEST_CASE("focal losses of several classes") {
  for (double gamma : {0.5, 2.0}) {
    // Below 1, the derivative of the power is infinite where 1-p is 0.
    auto const write = [=](builder&, over k, ref z, ref label) { return pow(1 - pick(k, softmax(k, z), label), gamma) * log(pick(k, softmax(k, z), label)); };
    stages const run(with_derivatives(write));
    stages const plain(with_derivatives(write), stages::without_rules{});
    for (std::vector<double> const& row : {std::vector<double>{1, 2, 3, 4}, {20, -20, 0.5, 3}, {100, 0, 50, -50}, {300, 0, 0, 299}})
      for (int label : {0, 3}) {
        auto const got = run_at<ir::evaluation<ir::double_arithmetic>>(run.lowered, row, label);
        auto const expected = run_at<ir::evaluation<exact_arithmetic<digits>>>(plain.differentiated, row, label);
        for (int out = 0; out < 2; ++out)
          for (int n = 0; n < got.output(out).size(); ++n)
            CHECK_MESSAGE(bool(abs(got.output(out)[n] - expected.output(out)[n]) <= 1e-13 * abs(expected.output(out)[n])), "gamma ", gamma, ", output ", out, ", element ", n,
                          " is ", got.output(out)[n], ", not ", static_cast<double>(expected.output(out)[n]), " at ", row[0], ", label ", label, "; ",
                          formula(run.simplified, out));
      }
  }
}

TEST_CASE("weights of 0 for classes that are ruled out") {
  stages const run(with_derivatives([](builder&, over k, ref z, ref) { return sum(k, xlogy(relu(z), softmax(k, z))); }));
  double const ruled_out = -std::numeric_limits<double>::infinity();
  auto const got = run_at<ir::evaluation<ir::double_arithmetic>>(run.lowered, {0, 2, ruled_out, ruled_out}, 0);
  CHECK(got.output(0)[0] == doctest::Approx(-2 * std::log1p(std::exp(-2.0))));
  CHECK(std::isfinite(got.output(1)[1]));
}

TEST_CASE("what the formulas over an axis are simplified to") {
  builder b;
  over const i = b.axis("i");
  over const k = b.axis("k");
  ref const z = b.symbol("z", {i, k});
  ref const m = b.symbol("m", {i});
  ref const label = b.symbol("label", {i}, ir::role::input);
  CHECK(simplified(b, log(sum(k, exp(z)))) == "logsumexp(k, z)");
  CHECK(simplified(b, logsumexp(k, z + m)) == "m + logsumexp(k, z)");
  CHECK(simplified(b, softmax(k, m - 2 * z)) == "softmax(k, -2*z)");
  CHECK(simplified(b, logsumexp(k, z) - pick(k, z, label)) == "-sum(k, where(index(k) == label, log_softmax(k, z), 0))");
  CHECK(simplified(b, 3 * logsumexp(k, z) + m - 3 * pick(k, z, label)) == "m - 3*sum(k, where(index(k) == label, log_softmax(k, z), 0))");
  CHECK(simplified(b, mean(k, square(z)) - square(mean(k, z))) == "sum(k, square(z - sum(k, z)/extent(k)))/extent(k)");
  CHECK(simplified(b, mean(k, square(z + m)) - square(mean(k, z + m))) == "sum(k, square(z - sum(k, z)/extent(k)))/extent(k)");
  CHECK(simplified(b, mean(k, square(m * z)) - square(mean(k, m * z))) == "square(m)*sum(k, square(z - sum(k, z)/extent(k)))/extent(k)");
  CHECK(simplified(b, mean(k, square(m * z)) - square(m * mean(k, z))) == "square(m)*sum(k, square(z - sum(k, z)/extent(k)))/extent(k)");
  CHECK(simplified(b, z + label + m - mean(k, z + m)) == "z + label - sum(k, z)/extent(k)");
  CHECK(simplified(b, 2 * z + m - mean(k, 2 * z + m)) == "2*z - 2*sum(k, z)/extent(k)");
  CHECK(simplified(b, log(sum(k, square(m) * exp(z)))) == "logsumexp(k, z) + log(square(m))");
  CHECK(simplified(b, m * z - m * log(sum(k, exp(z)))) == "m*log_softmax(k, z)");
  CHECK(simplified(b, m - m * softmax(k, z)) == "m*softmax_complement(k, z)");
  CHECK(simplified(b, m - m * cos(z)) == "m*versine(z)");
  CHECK(simplified(b, m * z - m * sin(z)) == "m*circular_segment(z)");
  CHECK(simplified(b, m * sqrt(1 + z) - m + label) == "label + m*sqrt1pm1(z)");
  CHECK(simplified(b, 2 * m * cosh(z) - 2 * m) == "4*m*square(sinh(0.5*z))");
  CHECK(simplified(b, sum(k, m * softmax(k, z))) == "m");
  CHECK(simplified(b, sum(i, m * sum(k, softmax(k, z)))) == "sum(i, m)");
  CHECK(simplified(b, sum(i, sum(k, softmax(k, z)))) == "extent(i)");
  CHECK(simplified(b, sum(k, z * softmax(k, z))) == "sum(k, z*softmax(k, z))");
  ref const a = b.symbol("a", {k});
  CHECK(simplified(b, log(sum(k, softmax(k, a) * exp(z)))) == "logsumexp(k, z + log_softmax(k, a))");
  CHECK(simplified(b, log(mean(k, exp(z) * sigmoid(a)))) == "logsumexp(k, z - softplus(-a)) - log(extent(k))");
  CHECK(simplified(b, log(sum(k, a * exp(z)))) == "log(sum(k, exp(z)*a))");
  CHECK(simplified(b, log(sum(k, abs(a) * exp(z)))) == "log(sum(k, exp(z)*abs(a)))");
  CHECK(simplified(b, m / (label * (m / (1 + m)))) == "(1 + m)/label");
  over const j = b.axis("j");
  ref const f = b.symbol("f", {j, k}), w = b.symbol("w", {i, j});
  CHECK(simplified(b, sum(i, m * sum(k, f * z))) == "sum(k, f*sum(i, z*m))");
  CHECK(simplified(b, sum(i, m * sum(k, f * a * z * label))) == "sum(k, a*f*sum(i, z*m*label))");
  CHECK(simplified(b, sum(i, m * sum(k, a * z))) == "sum(i, m*sum(k, z*a))");      // no axis that only a has
  CHECK(simplified(b, sum(i, w * sum(k, f * z))) == "sum(i, w*sum(k, z*f))");      // w has it as well
  CHECK(simplified(b, sum(k, square(z)) - square(sum(k, z)) / ir::extent(b.graph, ir::first_axis(k.axes))) == "sum(k, square(z - sum(k, z)/extent(k)))");
}

TEST_CASE("one-pass variance keeps its digits") {
  auto const write = [](builder& b) {
    over const i = b.axis("i");
    ref const x = b.symbol("x", {i});
    return 2 * (mean(i, square(x)) - square(mean(i, x)));
  };
  for (int fixed : {0, 3}) {
    builder b;
    if (fixed > 0) (void)b.graph.axis_number("i", fixed);
    b.output(write(b));
    stages const run(b.graph);
    vec<int> extents;
    extents.push_back(3);
    auto const value = ir::evaluate(view_of(run.lowered), extents, [&](ir::node const&, ir::position const& where) { return 1e9 + where.along[0]; });
    CHECK(value.output(0)[0] == doctest::Approx(2 * 2.0 / 3).epsilon(1e-14));
  }
}

TEST_CASE("a product enters a choice only as far as it varies along the same axes") {
  builder b;
  over const i = b.axis("i");
  over const j = b.axis("j");
  ref const c = b.symbol("c", {i});
  ref const y = b.symbol("y", {i});
  ref const a = b.symbol("a", {i});
  ref const x = b.symbol("x", {i, j});
  CHECK(simplified(b, a * x * where(c, y, 0)) == "x*where(c, y*a, 0)");
  CHECK(simplified(b, a * x * where(c, 0, y)) == "x*where(c, 0, y*a)");
  CHECK(simplified(b, x * where(c, y, 0)) == "x*where(c, y, 0)");
}

TEST_CASE("choices and deltas") {
  builder b;
  over const i = b.axis("i");
  over const k = b.axis("k");
  over const m = b.axis("m");
  ref const z = b.symbol("z", {i, k});
  ref const a = b.symbol("a", {i});
  ref const c = b.symbol("c", {i});
  ref const label = b.symbol("label", {i}, ir::role::input);
  auto const index = [&](over axis) { return ir::index(b.graph, ir::first_axis(axis.axes)); };
  ref const delta = call<op::kronecker>(index(k), index(m));
  CHECK(simplified(b, sum(k, delta * z)) == "z(i, m)");
  CHECK(simplified(b, sum(k, -3 * a * delta * exp(z))) == "-3*a*exp(z(i, m))");
  CHECK(simplified(b, pick(k, a + 0 * z - 0 * z, label)) == "a");
  CHECK(simplified(b, log(pick(k, softmax(k, z), label))) == "sum(k, where(index(k) == label, log_softmax(k, z), 0))");
  CHECK(simplified(b, where(c, a, 0) + where(c, 0, label)) == "where(c, a, label)");
  CHECK(simplified(b, where(c, a, 0) + where(c, label, 0)) == "where(c, a + label, 0)");
  CHECK(simplified(b, where(c, 0, a) + where(c, 0, label)) == "where(c, 0, a + label)");
  CHECK(simplified(b, a * softmax(k, z) - where(c, a, 0)) == "a*where(c, -softmax_complement(k, z), softmax(k, z))");
  CHECK(simplified(b, 2 * softmax(k, z) - where(c, 2, 0)) == "where(c, -2*softmax_complement(k, z), 2*softmax(k, z))");
  CHECK(simplified(b, where(c, a, 0) - a * pick(k, softmax(k, z), label)) ==
        "-a*where(c, -sum(k, where(index(k) == label, softmax_complement(k, z), 0)), sum(k, where(index(k) == label, softmax(k, z), 0)))");
  CHECK(simplified(b, 2 * softmax(k, z) - where(c, 1, 0)) != "where(c, -2*softmax_complement(k, z), 2*softmax(k, z))");
}
