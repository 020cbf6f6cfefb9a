// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include "pointwise_plain_loops.hpp"

benchmarks::plain_loops benchmarks::strict_loops(std::string_view loss) {
  return loops_of(loss, static_cast<pointwise::losses*>(nullptr));
}
