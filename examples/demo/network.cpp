// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A network with one hidden layer, trained on mini-batches: which digit is it? demo_network DATA_FOLDER PICTURE_FOLDER
#include <cstdio>
#include <exception>
#include <span>
#include <vector>

#include <gradsmith/explain.hpp>
#include <gradsmith/gradsmith.hpp>
#include <gradsmith/optimize.hpp>
#include <gradsmith/train.hpp>

#include "report.hpp"
#include "table.hpp"

namespace gs = gradsmith;

namespace model {

constexpr auto i = gs::axis<"i">;              // images
constexpr auto j = gs::axis<"j">;              // pixels
constexpr auto k = gs::axis<"k">;              // hidden units
constexpr auto c = gs::axis<"c">;              // classes
constexpr auto x = gs::input<"x">(i, j);
constexpr auto label = gs::input<"label">(i);  // 0 to 9
constexpr auto w1 = gs::param<"w1">(j, k);
constexpr auto b1 = gs::param<"b1">(k);
constexpr auto w2 = gs::param<"w2">(k, c);
constexpr auto b2 = gs::param<"b2">(c);

constexpr auto hidden = gs::let([] { return relu(sum(j, x * w1) + b1); });
constexpr auto score = gs::let([] { return sum(k, hidden * w2) + b2; });
constexpr auto loss = mean(i, -pick(c, log_softmax(c, score), label));

}  // namespace model

int main(int count, char** arguments) try {
  using namespace model;
  demo::folders const where(count, arguments);
  demo::dataset data = demo::read_dataset(where.data / "tables/digits.csv");
  for (double& pixel : data.x) pixel /= 16;
  std::size_t const units = 32, classes = 10, held_back = 360, rows = data.rows - held_back;
  std::span<int const> const labels(data.label);

  demo::heading("A network with one hidden layer", "digits: 64-32-10, relu, 360 of 1797 held back");
  demo::formula("loss", gs::to_string<loss>.text);
  demo::formula("d/dw1", gs::to_string<gs::diff(loss, w1)>.text);
  demo::formula("d/db1", gs::to_string<gs::diff(loss, b1)>.text);
  demo::formula("d/dw2", gs::to_string<gs::diff(loss, w2)>.text);
  demo::formula("d/db2", gs::to_string<gs::diff(loss, b2)>.text);
  demo::loops(gs::explain<loss>());

  auto const learnt = gs::matrix(data.x.data(), rows, data.columns);
  auto const unseen = gs::matrix(data.x.data() + rows * data.columns, held_back, data.columns);
  auto problem = gs::bind<loss>(x = learnt, label = labels.first(rows), k = units, c = classes);
  auto validation = gs::bind<loss>(x = unseen, label = labels.last(held_back), k = units, c = classes);
  gs::he_normal{.inputs = data.columns, .seed = 1}(problem.get("w1"));
  gs::he_normal{.inputs = units, .seed = 2}(problem.get("w2"));

  gs::stop const until{.max_epochs = 30};
  gs::loss_curve curve{.title = "A network with one hidden layer on digits, Adam", .y_label = "mean cross-entropy"};
  auto const validate = [&](auto const& now) {
    if (now.event == gs::event::begin || now.event == gs::event::epoch_end)
      curve.add("validation", now.epoch, validation.value(now.x));
  };
  demo::running("Adam, learning rate 0.01, 30 epochs in batches of 64");
  auto const method = gs::in_batches(gs::adam{.learning_rate = 1e-2}, {.rows = 64, .seed = 1});
  auto const found = minimize(problem, method, until, curve, validate, gs::progress_line(until));
  demo::ended(found);
  demo::draw(curve, where.pictures / "demo-network.svg");

  auto const accuracy = [&](auto const& images, std::span<int const> expected) {
    auto const first = gs::matrix(problem.get("w1").data(), data.columns, units);
    auto const second = gs::matrix(problem.get("w2").data(), units, classes);
    auto const [scores] = gs::compile<score>(w1 = first, b1 = problem.get("b1"), w2 = second, b2 = problem.get("b2"), x = images);
    return demo::accuracy(demo::largest_of_each_row(scores, classes), expected);
  };
  demo::comparison compare;
  compare.columns();
  compare.at_least("accuracy, training", accuracy(learnt, labels.first(rows)), 0.99);
  compare.at_least("accuracy, validation", accuracy(unseen, labels.last(held_back)), 0.91);
  return compare.exit_status();
} catch (std::exception const& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 2;
}
