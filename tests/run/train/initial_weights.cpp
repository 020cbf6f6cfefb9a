// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Initial weights: their distribution, and that a seed gives the same numbers everywhere.
#include <gradsmith/train.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace gradsmith;

namespace {

struct moments {
  double mean = 0, variance = 0, kurtosis = 0, largest = 0;
};
moments moments_of(std::vector<double> const& v) {
  moments m;
  double const n = static_cast<double>(v.size());
  for (double each : v) m.mean += each / n;
  for (double each : v) {
    double const d = each - m.mean;
    m.variance += d * d / n;
    m.kurtosis += d * d * d * d / n;
    m.largest = std::max(m.largest, std::abs(each));
  }
  m.kurtosis /= m.variance * m.variance;
  return m;
}

}  // namespace

TEST_CASE("glorot_uniform is uniform between its bounds") {
  std::vector<double> w(100000);
  glorot_uniform{.inputs = 4, .outputs = 2, .seed = 1}(w);
  moments const m = moments_of(w);
  CHECK(std::abs(m.mean) < 0.01);
  CHECK(m.variance == doctest::Approx(1.0 / 3).epsilon(0.01));
  CHECK(m.kurtosis == doctest::Approx(1.8).epsilon(0.02));
  CHECK(m.largest <= 1);
  CHECK(m.largest > 0.999);
}

TEST_CASE("he_normal is normal with variance 2 / inputs") {
  std::vector<double> w(100000);
  he_normal{.inputs = 8, .seed = 1}(w);
  moments const m = moments_of(w);
  CHECK(std::abs(m.mean) < 0.01);
  CHECK(m.variance == doctest::Approx(0.25).epsilon(0.01));
  CHECK(m.kurtosis == doctest::Approx(3).epsilon(0.03));
  CHECK(m.largest > 3.5 * 0.5);
  // The part within one and two standard deviations.
  int one = 0, two = 0;
  for (double each : w) {
    one += std::abs(each) < 0.5 ? 1 : 0;
    two += std::abs(each) < 1 ? 1 : 0;
  }
  CHECK(one / 1e5 == doctest::Approx(0.6827).epsilon(0.01));
  CHECK(two / 1e5 == doctest::Approx(0.9545).epsilon(0.01));
}

TEST_CASE("a seed gives the same bits everywhere, in every type") {
  std::vector<double> glorot(3), he(3);
  glorot_uniform{.inputs = 4, .outputs = 2, .seed = 42}(glorot);
  he_normal{.inputs = 2, .seed = 42}(he);
  CHECK(glorot == std::vector<double>{-0x1.aa1fd347cf45p-1, -0x1.efb267992eec8p-3, 0x1.70ba9991cf24cp-2});
  CHECK(he == std::vector<double>{-0x1.73d2feb0fb375p-1, 0x1.c5e21f7812a4ep-3, 0x1.db514bfac5b4ep-2});
  std::vector<float> narrow(3);
  he_normal{.inputs = 2, .seed = 42}(std::span{narrow});
  for (std::size_t k = 0; k < 3; ++k) CHECK(narrow[k] == static_cast<float>(he[k]));
  std::vector<double> other(3);
  he_normal{.inputs = 2, .seed = 43}(other);
  CHECK(he != other);
}

TEST_CASE("the logarithm that needs no library is one") {
  for (double s : {1e-300, 1e-20, 0.1, 0.5, 0.70710678118654746, 0.70710678118654757, 0.75, 0.999999, 1 - 0x1p-53})
    CHECK(std::abs(train::detail::log_everywhere(s) - std::log(s)) <= 4e-16 * std::abs(std::log(s)));
}
