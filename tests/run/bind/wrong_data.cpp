// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Data that do not fit are a data_error whose text names symbol, axis and both numbers; what threw still works.
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

namespace {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto k = gs::axis<"k">;
constexpr auto c = gs::axis<"c", 3>;
constexpr auto w = gs::param<"w">(j);
constexpr auto v = gs::param<"v">(j, c);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto label = gs::input<"label">(i);
constexpr auto prior = gs::input<"prior">(c);
constexpr auto loss = mean(i, square(sum(j, w * x) - y));
constexpr auto classes = mean(i, -pick(c, log_softmax(c, sum(j, v * x) + prior), label));
constexpr auto pairs = sum(i, sum(k, square(sum(j, w * (x(i, j) - x(k, j))))));
constexpr auto f = gs::compile<loss, gs::gradient(loss)>;

std::vector<double> const data(120 * 4, 0.5);
std::vector<double> const target(120, 1.0);
std::vector<double> const weights(4, 0.25);

template <class F>
std::string error_of(F&& run) {
  try {
    (void)run();
  } catch (gs::data_error const& e) {
    return e.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("extents that disagree") {
  std::vector<double> const fewer(119), none;
  auto const matrix = gs::matrix(data, 120, 4);
  char const* const both = "gradsmith: along the axis i, x has 120 and y has 119";
  CHECK(error_of([&] { return gs::bind<loss>(x = matrix, y = fewer); }) == both);
  CHECK(error_of([&] { return f(w = weights, x = matrix, y = fewer); }) == both);
  CHECK(error_of([&] { return f(w = fewer, x = matrix, y = target); }) == "gradsmith: along the axis j, w has 119 and x has 4");
  CHECK(error_of([&] { return gs::bind<loss>(x = matrix, y = none); }) == "gradsmith: along the axis i, y is empty");
  CHECK(error_of([&] { return gs::bind<loss>(x = gs::matrix(data.data(), 120, 0), y = target); }) == "gradsmith: along the axis j, x is empty");
  CHECK(error_of([&] { return gs::matrix(data, 120, 5); }) ==
        "gradsmith: matrix(container, rows, columns): the container has 480 elements, and rows * columns is 600");
  // An extent of the declaration, and one that is given.
  std::vector<double> const four(4);
  std::vector<int> const labels(120);
  CHECK(error_of([&] { return gs::bind<classes>(x = matrix, label = labels, prior = four); }) ==
        "gradsmith: along the axis c, prior has 4 and its declaration has 3");
  CHECK(error_of([&] { return gs::bind<loss>(x = matrix, y = target, i = 121); }) == "gradsmith: along the axis i, i has 121 and x has 120");
  CHECK(error_of([&] { return gs::bind<loss>(x = matrix, y = target, j = 0); }) == "gradsmith: along the axis j, j is empty");
  CHECK(error_of([&] { return gs::bind<loss>(x = matrix, y = target, j = -4); }) == "gradsmith: the extent of the axis j is given as -4");
  // The axis k shares the rows of x.
  CHECK(error_of([&] { return gs::bind<pairs>(x = matrix, k = 7); }) == "gradsmith: along the axis i, k has 7 and x has 120");
}

TEST_CASE("labels that are no positions") {
  auto const matrix = gs::matrix(data, 120, 4);
  std::vector<double> const three(3);
  auto const message = [&](auto const& labels) { return error_of([&] { return gs::bind<classes>(x = matrix, label = labels, prior = three); }); };
  std::vector<int> integers(120);
  CHECK(message(integers) == "no error");
  integers[17] = 3;
  CHECK(message(integers) == "gradsmith: label[17] is 3, not a position along the axis c, which has 3 entries counted from 0");
  integers[17] = -1;
  CHECK(message(integers) == "gradsmith: label[17] is -1, not a position along the axis c, which has 3 entries counted from 0");
  std::vector<std::uint8_t> bytes(120);
  bytes[119] = 255;
  CHECK(message(bytes) == "gradsmith: label[119] is 255, not a position along the axis c, which has 3 entries counted from 0");
  std::vector<std::uint64_t> wide(120);
  wide[0] = ~std::uint64_t{0};
  CHECK(message(wide).starts_with("gradsmith: label[0] is 1.8446744073709552e+19, not a position"));
  std::vector<double> floating(120, 2.0);
  CHECK(message(floating) == "no error");
  floating[3] = 1.5;
  CHECK(message(floating) == "gradsmith: label[3] is 1.5, not a position along the axis c, which has 3 entries counted from 0");
  floating[3] = std::nan("");
  CHECK(message(floating).starts_with("gradsmith: label[3] is nan, not a position"));
  floating[3] = INFINITY;
  CHECK(message(floating).starts_with("gradsmith: label[3] is inf, not a position"));
  // A direct call checks as well.
  constexpr auto g = gs::compile<classes>;
  CHECK(error_of([&] { return g(v = gs::matrix(std::vector<double>(12), 4, 3), x = matrix, label = floating, prior = three); })
            .starts_with("gradsmith: label[3] is inf"));
}

TEST_CASE("rows of a batch, and vectors of a wrong size") {
  auto problem = gs::bind<loss>(x = gs::matrix(data, 120, 4), y = target);
  auto fresh = gs::bind<loss>(x = gs::matrix(data, 120, 4), y = target);
  std::vector<std::uint32_t> const beyond{0, 120}, none, good{3, 119};
  std::vector<double> const three(3);
  std::vector<double> g(4), short_g(3), h(16), short_h(15);
  CHECK(error_of([&] { return problem.batch(beyond).value(weights); }) ==
        "gradsmith: a batch names row 120, but the data have 120 rows counted from 0");
  CHECK(error_of([&] { return problem.batch(none).value(weights); }) == "gradsmith: a batch needs at least one row");
  CHECK(error_of([&] { return problem.value(three); }) == "gradsmith: the parameter vector has 3 elements, the problem needs 4");
  CHECK(error_of([&] { return problem.value_and_gradient(three, g); }) == "gradsmith: the parameter vector has 3 elements, the problem needs 4");
  CHECK(error_of([&] { return problem.value_and_gradient(weights, short_g); }) == "gradsmith: the gradient has 3 elements, the problem needs 4");
  CHECK(error_of([&] { return problem.gradient(weights, short_g), 0; }) == "gradsmith: the gradient has 3 elements, the problem needs 4");
  CHECK(error_of([&] { return problem.hvp(weights, three, g), 0; }) == "gradsmith: the direction has 3 elements, the problem needs 4");
  CHECK(error_of([&] { return problem.hvp(weights, weights, short_g), 0; }) == "gradsmith: the gradient has 3 elements, the problem needs 4");
  CHECK(error_of([&] { return problem.hessian(weights, short_h), 0; }) == "gradsmith: the Hessian has 15 elements, the problem needs 16");
  CHECK(error_of([&] { return problem.set(w = three), 0; }) == "gradsmith: w has 4 elements, not 3");
  CHECK(error_of([&] { return problem.get("u"); }) == "gradsmith: u is not a parameter of this problem");

  // After all these errors: the bits of a fresh problem.
  std::vector<double> expected(4);
  CHECK(problem.value_and_gradient(weights, g) == fresh.value_and_gradient(weights, expected));
  CHECK(g == expected);
  CHECK(problem.batch(good).value_and_gradient(weights, g) == fresh.batch(good).value_and_gradient(weights, expected));
  CHECK(g == expected);
  problem.hessian(weights, h);
  std::vector<double> expected_h(16);
  fresh.hessian(weights, expected_h);
  CHECK(h == expected_h);
}

TEST_CASE("a parameter given flat has the elements of its axes") {
  constexpr auto g = gs::compile<classes>;
  std::vector<int> const labels(120);
  std::vector<double> const three(3), flat(12, 0.5), wrong(11);
  auto const matrix = gs::matrix(data, 120, 4);
  CHECK(error_of([&] { return g(v = wrong, x = matrix, label = labels, prior = three); }) == "gradsmith: v has 11 elements, its axes have 12");
  auto const [value] = g(v = flat, x = matrix, label = labels, prior = three);
  CHECK(value == doctest::Approx(std::log(3.0)).epsilon(1e-15));
}
