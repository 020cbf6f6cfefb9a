// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The same loss in two translation units gives the same number. With an argument: data that do not fit.
#include "loss.hpp"

int main(int count, char**) {
  std::vector<double> const data{1, 2, 3, 4}, at{0.5, 0.25};
  std::vector<double> const target(count > 1 ? 1 : 2, 1.0);
  return model::elsewhere(data, target, at) == model::sum_of_value_and_slopes(data, target, at) ? 0 : 1;
}
