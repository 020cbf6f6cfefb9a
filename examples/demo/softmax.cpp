// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Softmax regression: which digit is it? demo_softmax DATA_FOLDER PICTURE_FOLDER
#include <cstdio>
#include <exception>
#include <vector>

#include <gradsmith/explain.hpp>
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/optimize.hpp>
#include <gradsmith/train.hpp>

#include "report.hpp"
#include "table.hpp"

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;              // images
constexpr auto j = gs::axis<"j">;              // pixels
constexpr auto c = gs::axis<"c">;              // classes
constexpr auto x = gs::input<"x">(i, j);
constexpr auto label = gs::input<"label">(i);  // 0 to 9
constexpr auto w = gs::param<"w">(c, j);
constexpr auto b = gs::param<"b">(c);

constexpr auto score = gs::let([] { return sum(j, x * w) + b; });      // axes i, c
constexpr auto loss = sum(i, -log(pick(c, softmax(c, score), label))) + 0.5 * sum(c, j, square(w));

int main(int count, char** arguments) try {
  demo::folders const where(count, arguments);
  demo::dataset data = demo::read_dataset(where.data / "tables/digits.csv");
  for (double& pixel : data.x) pixel /= 16;
  auto const images = gs::matrix(data.x, data.rows, data.columns);
  std::size_t const classes = 10;

  demo::heading("Softmax regression", "digits: 1797 images of 8 x 8 pixels, 10 classes");
  demo::formula("loss", gs::to_string<loss>.text);
  demo::formula("d/dw", gs::to_string<gs::diff(loss, w)>.text);
  demo::formula("d/db", gs::to_string<gs::diff(loss, b)>.text);
  demo::loops(gs::explain<loss>());

  auto problem = gs::bind<loss>(x = images, label = data.label, c = classes);
  gs::stop const until{.gradient_norm = 1e-10};
  gs::loss_curve curve{.title = "Softmax regression on digits, L-BFGS", .y_label = "value", .name = "loss",
                       .gradient_name = "largest gradient entry"};
  demo::running("L-BFGS until no gradient entry is larger than 1e-10");
  auto const found = minimize(problem, gs::lbfgs{}, until, curve, gs::progress_line(until));
  demo::ended(found);
  demo::draw(curve, where.pictures / "demo-softmax.svg");

  // In the order of the reference: the weights of a class, then its intercept. The loss does not change when the same number
  // is added to all intercepts; the reference has those whose mean is 0.
  auto const weights = problem.get("w"), intercepts = problem.get("b");
  double mean = 0;
  for (double each : intercepts) mean += each / static_cast<double>(classes);
  std::vector<double> coefficients;
  for (std::size_t k = 0; k < classes; ++k) {
    for (std::size_t pixel = 0; pixel < data.columns; ++pixel) coefficients.push_back(weights[k * data.columns + pixel]);
    coefficients.push_back(intercepts[k] - mean);
  }
  auto const weight_matrix = gs::matrix(weights.data(), classes, data.columns);
  auto const [scores] = gs::compile<score>(w = weight_matrix, b = intercepts, x = images);
  auto const predicted = demo::largest_of_each_row(scores, classes);

  auto const reference = demo::read_reference(where.data / "reference/fits", "softmax_digits");
  demo::comparison compare;
  compare.columns();
  compare.number("loss", found.value, reference.objective, 1e-12, reference.objective);
  compare.number("accuracy", demo::accuracy(predicted, data.label), reference.accuracy, 1e-6, 1, 6);
  compare.coefficients(coefficients, reference, 1e-8);
  return compare.exit_status();
} catch (std::exception const& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 2;
}
