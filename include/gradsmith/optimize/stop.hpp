// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// When a run ends: one aggregate for every method.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>

#include <gradsmith/optimize/on_non_finite.hpp>

namespace gradsmith {

/// A limit of `stop`: a number, std::nullopt for "not tested", or, if nothing is said, the default.
template <class Number>
class limit {
 public:
  constexpr limit() = default;
  constexpr limit(std::nullopt_t) : is_default_(false) {}
  template <class Given>
    requires std::is_arithmetic_v<Given>
  constexpr limit(Given given_limit) : number_(static_cast<Number>(given_limit)), is_default_(false) {}

  /// The limit that holds where `otherwise` is the default.
  [[nodiscard]] constexpr std::optional<Number> or_default(std::optional<Number> otherwise) const {
    return is_default_ ? otherwise : number_;
  }

 private:
  std::optional<Number> number_;
  bool is_default_ = true;
};

/// Stop criteria; the first that is met ends the run. Norms are the largest absolute entry.
/// What is absent is not tested, but gradient_norm and max_steps have defaults (std::nullopt switches them off).
struct stop {
  limit<double> gradient_norm{};          ///< |g| at most that; 1e-6, for float 1e-3; least squares test none
  limit<double> gradient_relative{};      ///< |g| at most that times |g| at the start
  limit<double> value_change{};           ///< (largest - smallest) value of the last `window` steps, relative, at most
  std::int64_t window = 1;                ///< in steps, at least 1
  limit<double> step_change{};            ///< |dx| at most that times (|x| + that)
  limit<double> target{};                 ///< value at most that
  limit<std::int64_t> max_steps{};        ///< default: the method's max_steps, else 10000
  limit<std::int64_t> max_epochs{};       ///< passes over the observations, for methods that take batches
  limit<std::int64_t> max_evaluations{};  ///< calls of the objective, those on batches included
  limit<double> max_time{};               ///< in seconds
  gradsmith::on_non_finite on_non_finite = gradsmith::on_non_finite::stop;      ///< after a step into NaN or infinity
  std::int64_t max_non_finite = 20;       ///< skips in a row, or halvings of one step, before it ends with not_finite
};

}  // namespace gradsmith
