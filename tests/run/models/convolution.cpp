// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Two layers of 3 x 3 convolutions, and total variation: affine positions against loops and differences.
#include <cmath>
#include <cstddef>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;                            // images
constexpr auto a = gs::axis<"a">;
constexpr auto c = gs::axis<"c">;  // channels
constexpr auto p = gs::axis<"p", 3>;
constexpr auto q = gs::axis<"q", 3>;  // places in a kernel
constexpr auto s = gs::axis<"s">;
constexpr auto t = gs::axis<"t">;  // places in an image
constexpr auto r = gs::axis<"r">;
constexpr auto l = gs::axis<"l">;  // in the first layer's result
constexpr auto o = gs::axis<"o">;
constexpr auto e = gs::axis<"e">;  // in the second one's
constexpr auto x = gs::input<"x">(i, a, s, t);
constexpr auto y = gs::input<"y">(i, o, e);
constexpr auto k1 = gs::param<"k1">(c, a, p, q);
constexpr auto b1 = gs::param<"b1">(c);
constexpr auto k2 = gs::param<"k2">(c, p, q);
constexpr auto first = gs::let([] { return tanh(sum(a, p, q, k1 * x(i, a, r + p, l + q)) + b1); });
constexpr auto second = gs::let([] { return sum(c, p, q, k2 * at(r, l, first, 2 * o + p, e + q)); });
constexpr auto loss = mean(i, sum(o, e, square(second - y)));

struct shapes {
  std::size_t images, channels, height, width, features;
  std::size_t r() const { return height - 2; }
  std::size_t l() const { return width - 2; }
  std::size_t o() const { return (r() - 3) / 2 + 1; }
  std::size_t e() const { return l() - 2; }
};

long double plain(shapes const& z, std::vector<double> const& theta, std::vector<double> const& image, std::vector<double> const& target) {
  double const* const readout = theta.data();
  double const* const kernel = readout + z.features * 9;
  double const* const offset = kernel + z.features * z.channels * 9;
  long double total = 0;
  std::vector<long double> h(z.features * z.r() * z.l());
  for (std::size_t n = 0; n < z.images; ++n) {
    for (std::size_t f = 0; f < z.features; ++f)
      for (std::size_t row = 0; row < z.r(); ++row)
        for (std::size_t column = 0; column < z.l(); ++column) {
          long double sum = offset[f];
          for (std::size_t g = 0; g < z.channels; ++g)
            for (std::size_t u = 0; u < 3; ++u)
              for (std::size_t v = 0; v < 3; ++v)
                sum += static_cast<long double>(kernel[((f * z.channels + g) * 3 + u) * 3 + v]) *
                       image[((n * z.channels + g) * z.height + row + u) * z.width + column + v];
          h[(f * z.r() + row) * z.l() + column] = std::tanh(sum);
        }
    for (std::size_t row = 0; row < z.o(); ++row)
      for (std::size_t column = 0; column < z.e(); ++column) {
        long double sum = 0;
        for (std::size_t f = 0; f < z.features; ++f)
          for (std::size_t u = 0; u < 3; ++u)
            for (std::size_t v = 0; v < 3; ++v) sum += static_cast<long double>(readout[(f * 3 + u) * 3 + v]) * h[(f * z.r() + 2 * row + u) * z.l() + column + v];
        long double const residual = sum - target[(n * z.o() + row) * z.e() + column];
        total += residual * residual;
      }
  }
  return total / static_cast<long double>(z.images);
}

}  // namespace

TEST_CASE("convolution: two layers against loops and differences") {
  for (shapes const z : {shapes{5, 2, 9, 8, 3}, shapes{17, 1, 7, 10, 2}}) {
    auto const image = normal_numbers(z.images * z.channels * z.height * z.width, 1);
    auto const target = normal_numbers(z.images * z.o() * z.e(), 2);
    auto problem = gs::bind<loss>(x = gs::tensor(image.data(), {z.images, z.channels, z.height, z.width}),
                                  y = gs::tensor(target.data(), {z.images, z.o(), z.e()}), c = z.features, r = z.r(), l = z.l());
    auto const theta = normal_numbers(problem.size(), 3, 0.4);
    CHECK(distance(problem.value(theta), static_cast<double>(plain(z, theta, image, target))) < 1e-13);
    CHECK(gradient_error(problem, theta) < 1e-8);
  }
}

TEST_CASE("convolution: an image too small for the result") {
  std::vector<double> const image(5 * 8 * 8), target(5 * 2 * 4);
  CHECK_THROWS_WITH_AS((void)gs::bind<loss>(x = gs::tensor(image.data(), {5, 1, 8, 8}), y = gs::tensor(target.data(), {5, 2, 4}), c = 2, r = 7, l = 6),
                       "gradsmith: x is read at position 8 of the axis s, which has 8 entries counted from 0", gs::data_error);
}
