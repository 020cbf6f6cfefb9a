// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// write_cpp FOLDER: losses with their gradients as to_cpp prints them.
#include "reading/cpp.hpp"
#include "reading/losses.hpp"

namespace losses = gradsmith::tests::losses;
using gradsmith::tests::write_loss;

int main(int argc, char** argv) {
  if (argc != 2) return std::cerr << "usage: write_cpp FOLDER\n", 2;
  std::string const folder = argv[1];
  write_loss<losses::logistic>(folder, "logistic");
  write_loss<losses::least_squares>(folder, "least_squares");
  write_loss<losses::ridge>(folder, "ridge");
  write_loss<losses::lasso>(folder, "lasso");
  write_loss<losses::huber>(folder, "huber");
  write_loss<losses::pseudo_huber>(folder, "pseudo_huber");
  write_loss<losses::quantile>(folder, "quantile");
  write_loss<losses::hinge>(folder, "hinge");
  write_loss<losses::poisson>(folder, "poisson");
  write_loss<losses::student>(folder, "student");
  write_loss<losses::softmax_regression>(folder, "softmax_regression");
  write_loss<losses::network>(folder, "network");
  write_loss<losses::mixture>(folder, "mixture");
  write_loss<losses::gather>(folder, "gather");
  write_loss<losses::convolution>(folder, "convolution");
  write_loss<losses::cumulative>(folder, "cumulative");
  write_loss<losses::standardised>(folder, "standardised");
  write_loss<losses::cosine>(folder, "cosine");
  write_loss<losses::greatest>(folder, "greatest");
  write_loss<losses::rosenbrock>(folder, "rosenbrock");
  write_loss<losses::entropy>(folder, "entropy");
  write_loss<losses::angles>(folder, "angles");
  write_loss<losses::named>(folder, "named");
}
