// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What a run writes down about itself.
#pragma once

#include <cstdint>

namespace gradsmith {

/// One row of a run's history: after each step, for methods that take batches after each evaluation of the whole.
/// A method that offers an average adds a last row for it, if it is another point than the last.
struct history_row {
  std::int64_t step = 0;
  std::int64_t epoch = 0;
  double value = 0;
  double gradient_norm = 0;               ///< largest absolute entry
  double step_length = 0;                 ///< |dx| of the step, largest absolute entry
  std::int64_t evaluations = 0;
  std::int64_t hessian_products = 0, hessians = 0;
  double seconds = 0;
};

}  // namespace gradsmith
