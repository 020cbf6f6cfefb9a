// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Records how a loss falls, to be drawn by to_terminal and to_svg.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

#include <gradsmith/optimize/callback.hpp>

namespace gradsmith {

/// How a value axis is divided. automatic: logarithmic if all values are positive and the largest is more than
/// twenty times the smallest.
enum class curve_scale { automatic, linear, logarithmic };

/// One line of a picture: values at steps or epochs, in the order in which they were added.
struct curve_series {
  std::string name{};
  std::vector<double> at{}, values{};
};

/// A callback that records the loss of a run, and a place for other series beside it:
///   gs::loss_curve curve{.title = "digits"};
///   minimize(problem, in_batches(adam{}, {.rows = 64}), stop{.max_epochs = 30}, curve,
///            on(event::epoch_end, [&](auto const& now) {
///              curve.add("validation", now.epoch, held_back.value(now.x));
///            }));
///   std::puts(gs::to_terminal(curve).c_str());
/// A run is recorded at its start and after every step at which the whole objective was evaluated: every step, or with
/// mini-batches every epoch. Values that are not finite, or larger than 1e300, are recorded as they are, and not drawn.
struct loss_curve {
  std::string title{};
  std::string y_label = "loss";
  std::string x_label{};                  ///< default: "epoch" if the run has epochs, else "step"
  std::string name = "training";          ///< of the series that a run records
  std::string gradient_name{};            ///< records the largest gradient entry as another series, if it has a name
  curve_scale scale = curve_scale::automatic;
  std::vector<curve_series> series{};

  /// Adds a point to the series of that name, which is made if there is none.
  void add(std::string_view series_name, double at, double value) {
    curve_series* found = nullptr;
    for (curve_series& each : series)
      if (each.name == series_name) found = &each;
    if (found == nullptr) found = &series.emplace_back(curve_series{.name = std::string(series_name)});
    found->at.push_back(at);
    found->values.push_back(value);
  }
  void add(std::string_view series_name, std::integral auto at, double value) {
    add(series_name, static_cast<double>(at), value);
  }

  template <class T>
  void operator()(progress<T> const& now) {
    if ((now.event != event::begin && now.event != event::step) || now.on_batch) return;
    if (now.epoch > 0) has_epochs = true;
    double const at = static_cast<double>(now.epoch > 0 ? now.epoch : now.step);
    add(name, at, static_cast<double>(now.value));
    if (!gradient_name.empty()) add(gradient_name, at, static_cast<double>(now.gradient_norm));
  }

  /// The text of the horizontal axis.
  [[nodiscard]] std::string horizontal_label() const {
    return !x_label.empty() ? x_label : has_epochs ? "epoch" : "step";
  }

  bool has_epochs = false;                ///< set by a run that takes mini-batches
};

}  // namespace gradsmith
