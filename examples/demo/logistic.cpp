// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Logistic regression: is a tumour benign? demo_logistic DATA_FOLDER PICTURE_FOLDER
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

constexpr auto i = gs::axis<"i">;          // patients
constexpr auto j = gs::axis<"j">;          // measurements
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);      // 1 benign, 0 malignant
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;

constexpr auto score = gs::let([] { return sum(j, w * x) + b; });
constexpr auto loss = sum(i, log(1 + exp(score)) - y * score) + 0.5 * sum(j, square(w));

int main(int count, char** arguments) try {
  demo::folders const where(count, arguments);
  demo::dataset data = demo::read_dataset(where.data / "tables/breast_cancer.csv");
  demo::standardise(data);
  auto const patients = gs::matrix(data.x, data.rows, data.columns);

  demo::heading("Logistic regression", "breast_cancer: 569 patients, 30 measurements, standardised");
  demo::formula("loss", gs::to_string<loss>.text);
  demo::formula("d/dw", gs::to_string<gs::diff(loss, w)>.text);
  demo::formula("d/db", gs::to_string<gs::diff(loss, b)>.text);
  demo::loops(gs::explain<loss>());

  auto problem = gs::bind<loss>(x = patients, y = data.label);
  gs::stop const until{.gradient_norm = 1e-10};
  gs::loss_curve curve{.title = "Logistic regression on breast_cancer, L-BFGS", .y_label = "value", .name = "loss",
                       .gradient_name = "largest gradient entry"};
  demo::running("L-BFGS until no gradient entry is larger than 1e-10");
  auto const found = minimize(problem, gs::lbfgs{}, until, curve, gs::progress_line(until));
  demo::ended(found);
  demo::draw(curve, where.pictures / "demo-logistic.svg");

  std::vector<int> predicted;
  auto const [scores] = gs::compile<score>(w = problem.get("w"), b = problem.get("b")[0], x = patients);
  for (double each : scores) predicted.push_back(each > 0 ? 1 : 0);

  auto const reference = demo::read_reference(where.data / "reference/fits", "logistic_breast_cancer");
  demo::comparison compare;
  compare.columns();
  compare.number("loss", found.value, reference.objective, 1e-12, reference.objective);
  compare.number("accuracy", demo::accuracy(predicted, data.label), reference.accuracy, 1e-6, 1, 6);
  compare.coefficients(found.point, reference, 1e-8);
  return compare.exit_status();
} catch (std::exception const& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 2;
}
