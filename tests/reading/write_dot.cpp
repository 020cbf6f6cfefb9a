// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// write_dot FOLDER: graphs of losses, derivatives and compiled programs as to_dot prints them, FOLDER/NAME.dot.
#include "reading/losses.hpp"

#include <gradsmith/print.hpp>

#include <fstream>
#include <iostream>
#include <string>

namespace gs = gradsmith;
namespace losses = gradsmith::tests::losses;

namespace {

constexpr auto quoted = gs::input<"a \"quoted\" \\ name">;

void write(std::string const& folder, std::string const& name, std::string_view graph) { std::ofstream(folder + "/" + name + ".dot") << graph; }

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return std::cerr << "usage: write_dot FOLDER\n", 2;
  std::string const folder = argv[1];
  using namespace losses;
  write(folder, "logistic", gs::to_dot<logistic>.view());
  write(folder, "logistic_gradient", gs::to_dot<logistic, gradient(logistic)>.view());
  write(folder, "logistic_program", gs::to_dot<gs::compile<logistic, gradient(logistic)>>.view());
  write(folder, "huber_slope", gs::to_dot<gs::diff(huber, w)>.view());
  write(folder, "network_program", gs::to_dot<gs::compile<network, gradient(network)>>.view());
  write(folder, "gather_program", gs::to_dot<gs::compile<losses::gather, gradient(losses::gather)>>.view());
  write(folder, "convolution", gs::to_dot<convolution>.view());
  write(folder, "standardised_program", gs::to_dot<gs::compile<standardised, gradient(standardised)>>.view());
  write(folder, "rosenbrock", gs::to_dot<gs::compile<rosenbrock, gradient(rosenbrock)>>.view());
  write(folder, "quoted", gs::to_dot<quoted * quoted + 1>.view());
}
