// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Softmax regression on 5000 images of MNIST, which are in folders of one's own only (mnist/train5k-*, mnist/test1k-*).
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/optimize.hpp>

#include "support/fits/fits.hpp"
#include "support/test_data.hpp"

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr std::size_t classes = 10;

// The bytes of an IDX file behind its header: a magic number, the extents, each in four bytes, the highest first.
struct idx_file {
  std::vector<std::size_t> extents;
  std::vector<unsigned char> bytes;
};
idx_file read_idx(std::string const& path) {
  std::ifstream file(test_data() / path, std::ios::binary);
  std::vector<char> const all{std::istreambuf_iterator<char>{file}, {}};
  auto const byte = [&](std::size_t k) { return static_cast<unsigned char>(all.at(k)); };
  idx_file out;
  std::size_t const rank = byte(3);
  std::size_t expected = 1;
  for (std::size_t k = 1; k <= rank; ++k) {
    std::size_t extent = 0;
    for (std::size_t q = 0; q < 4; ++q) extent = extent << 8 | byte(4 * k + q);
    out.extents.push_back(extent);
    expected *= out.extents.back();
  }
  for (std::size_t k = 4 * (rank + 1); k < all.size(); ++k) out.bytes.push_back(byte(k));
  if (out.bytes.size() != expected) throw std::runtime_error(path + " is not as long as its header says");
  return out;
}

// Rows are images, pixels from 0 to 1.
fit_data read_images(std::string const& part) {
  idx_file const pictures = read_idx("mnist/" + part + "-images.idx3-ubyte");
  std::vector<unsigned char> const labels = read_idx("mnist/" + part + "-labels.idx1-ubyte").bytes;
  fit_data out{.rows = pictures.extents.at(0), .columns = pictures.extents.at(1) * pictures.extents.at(2), .x = {}, .y = {},
               .labels = {labels.begin(), labels.end()}, .shares = {}, .ranks = {}};
  for (unsigned char each : pictures.bytes) out.x.push_back(each / 255.0);
  return out;
}

// The part of the images whose class gets the largest score.
double accuracy(fit_data const& set, std::vector<double> const& theta) {
  double right = 0;
  for (std::size_t r = 0; r < set.rows; ++r) {
    std::vector<double> scores(theta.end() - classes, theta.end());
    for (std::size_t p = 0; p < classes; ++p)
      for (std::size_t q = 0; q < set.columns; ++q) scores[p] += theta[p * set.columns + q] * set.x[r * set.columns + q];
    right += std::max_element(scores.begin(), scores.end()) - scores.begin() == set.labels[r] ? 1 : 0;
  }
  return right / static_cast<double>(set.rows);
}

double value_in(table const& t, std::string const& quantity) {
  for (std::size_t row = 0; row < t.rows.size(); ++row)
    if (t.text(row, "quantity") == quantity) return t.number(row, "value");
  throw std::out_of_range("no quantity " + quantity);
}

/// What the folder says of the fit, for a point that a run found.
void check_found(gs::result<double> const& found, table const& t, fit_data const& train) {
  CAPTURE(explain(found));
  CHECK(found.status == gs::status::gradient_small);

  std::vector<double> const theta = centred(found.point, classes);
  auto const value_of = [&](std::string const& quantity) { return value_in(t, quantity); };
  double const objective = value_of("objective");
  CHECK(std::abs(found.value - objective) <= 1e-12 * objective);
  // The listed point has a gradient of 1e-9, and the curvature is 0.01 in the weights, less in the intercepts: it is
  // that far from the minimum, to which a run down to 1e-11 comes nearer.
  double squares = 0, largest = 0;
  for (std::size_t p = 0; p < classes; ++p) largest = std::max(largest, std::abs(value_of("intercept_" + std::to_string(p))));
  for (std::size_t p = 0; p < classes; ++p) {
    double of_class = 0;
    for (std::size_t q = 0; q < train.columns; ++q) of_class += theta[p * train.columns + q] * theta[p * train.columns + q];
    squares += of_class;
    CHECK(std::sqrt(of_class) == doctest::Approx(value_of("W_norm_class_" + std::to_string(p))).epsilon(3e-8));
    CHECK(std::abs(theta[classes * train.columns + p] - value_of("intercept_" + std::to_string(p))) <= 3e-7 * largest);
  }
  CHECK(squares == doctest::Approx(value_of("squared_norm_W")).epsilon(3e-8));
  CHECK(found.value - 0.005 * squares == doctest::Approx(value_of("mean_cross_entropy_train")).epsilon(1e-8));
  CHECK(accuracy(train, theta) == doctest::Approx(value_of("train_accuracy")).epsilon(1e-12));
}

}  // namespace

TEST_CASE("softmax regression on images") {
  std::string const listed = "reference/fits/softmax_mnist_train5k.csv";
  std::string const pictures = "mnist/train5k-images.idx3-ubyte", labels = "mnist/train5k-labels.idx1-ubyte";
  for (std::string const& file : {listed, pictures, labels})
    if (!has_table(file)) return print_not_covered("the fit softmax_mnist_train5k (no " + file + ")");
  fit_data const train = read_images("train5k");
  table const t = read_table(listed);
  auto const problem = softmax_of_images(train, classes);
  std::vector<double> const zeros(problem->size());
  auto const run = [&](auto& objective, auto const& method) {
    auto const found = gs::minimize(objective, zeros, method, gs::stop{.gradient_norm = 1e-10});
    check_found(found, t, train);
    return found.point;
  };
  std::vector<double> const point = run(*problem, gs::lbfgs{});
  // Methods that keep n^2 numbers are out of the question with 7850 parameters.
  (void)run(*problem, gs::nonlinear_cg{});
  (void)run(*problem, gs::trust_region_newton_cg{});
  gs::composite without_bounds(*problem, gs::box{});
  (void)run(without_bounds, gs::lbfgs_b{});
  if (has_table("mnist/test1k-images.idx3-ubyte") && has_table("mnist/test1k-labels.idx1-ubyte"))
    CHECK(accuracy(read_images("test1k"), point) == doctest::Approx(value_in(t, "test1k_accuracy")).epsilon(1e-12));
  else
    print_not_covered("the test part of MNIST");
}
