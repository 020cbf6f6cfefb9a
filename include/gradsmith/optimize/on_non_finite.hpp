// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// What happens after a step into NaN or infinity.
#pragma once

namespace gradsmith {

/// What a run does where a step that no search chose leads to a value or gradient that is not finite. (For line
/// searches such a trial is one that goes too far; only where all of them are, the run ends.)
enum class on_non_finite {
  stop,         ///< it ends with status::not_finite
  skip,         ///< it undoes the step; a mini-batch is passed over, and the next one taken
  shrink,       ///< it goes back half of the step, again and again, and a method with momentum begins anew
};

}  // namespace gradsmith
