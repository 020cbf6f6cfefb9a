// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// write_latex FOLDER: formulas as to_latex prints them, one a line, FOLDER/formulas.txt. Losses, their derivatives, and a
// formula for each look that an operation may have.
#include "reading/losses.hpp"

#include <gradsmith/print.hpp>

#include <fstream>
#include <iostream>
#include <string>

namespace gs = gradsmith;
namespace losses = gradsmith::tests::losses;
using namespace losses;

namespace {

constexpr auto rate_max = gs::param<"rate_max">;
constexpr auto odd = gs::input<"50% & {more}#$">(i);
constexpr auto minus_b = -b;

template <auto... E>
void write(std::ostream& file) {
  file << gs::to_latex<E...>.view() << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return std::cerr << "usage: write_latex FOLDER\n", 2;
  std::ofstream file(std::string(argv[1]) + "/formulas.txt");
  write<logistic>(file);
  write<gs::diff(logistic, w)>(file);
  write<gs::diff(gs::diff(logistic, b), b)>(file);
  write<huber>(file);
  write<gs::diff(huber, b)>(file);
  write<student>(file);
  write<gs::diff(student, w)>(file);
  write<softmax_regression>(file);
  write<gs::diff(softmax_regression, W)>(file);
  write<network>(file);
  write<gs::diff(network, V)>(file);
  write<mixture>(file);
  write<gs::diff(mixture, mu)>(file);
  write<losses::gather>(file);
  write<gs::diff(losses::gather, u)>(file);
  write<convolution>(file);
  write<gs::diff(convolution, kernel)>(file);
  write<cumulative>(file);
  write<cosine>(file);
  write<greatest>(file);
  write<rosenbrock>(file);
  write<entropy>(file);
  write<angles>(file);
  write<ridge, gradient(ridge)>(file);
  write<gs::compile<lasso, gradient(lasso)>>(file);
  write<1e-8 * b + 2.5e20 - 1e-3 / b>(file);
  write<b / 3 - 0.75 * square(b) + 9.0 / 13 / (1 + exp(minus_b))>(file);
  write<-square(minus_b + 1) * cube(tanh(b)) / pow(rate_max, 5)>(file);
  write<pow(b + 1, 2.5) + pow(2, b) + exp2(b) + sqrt(b) + rsqrt(b) + cbrt(b)>(file);
  write<sum(i, odd * rate_max)>(file);
  write<where((b > 1 && rate_max <= 2) || !(b == 3), b, where(b != 0, 1 / b, 0))>(file);
  write<(b > 1) * 3 + square(b < rate_max)>(file);
  write<floor(b / 2) + round(b) + abs(abs(b) - 1) + clamp(b, 0, 1)>(file);
  write<sin(b) + cos(b) + tan(b) + asin(b) + acos(b) + atan(b) + sinh(b) + cosh(b)>(file);
  write<lgamma(exp(b)) + erf(b) + normal_cdf(b) + log2(exp(b)) + log10(exp(b)) + log_normal_cdf(b)>(file);
  write<gs::diff(lgamma(b), b) + gs::diff(gs::diff(lgamma(b), b), b)>(file);
  write<mean(i, x) * mean(i, y) / extent(i) + variance(i, x)>(file);
  write<norm2(j, w) + norm1(j, w) + norm_inf(j, w) + argmax(j, w)>(file);
  write<sum(j, w * sum(j, square(w) * sum(j, exp(w))))>(file);
  write<square(sum(j, w)) * sum(j, w) * 2 / max(j, w)>(file);
  write<max(b, 1) * min(b, rate_max) + max(j, w + b)>(file);
  write<gs::at(r, tanh(sum(p, kernel * series(i, r + p))), 2)>(file);
  write<sum(i, i * y) + extent(i)>(file);
  write<logsumexp(j, w) * logsumexp(j, 2 * w)>(file);
  write<gs::diff(gs::diff(mean(i, square(sum(j, w * x) - y)), w(j)), w(gs::axis<"l">))>(file);
}
