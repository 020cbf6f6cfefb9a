// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A loss of two parameters as a landscape, and the ways that methods take through it; drawn by to_svg.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <gradsmith/optimize/callback.hpp>
#include <gradsmith/optimize/objective.hpp>
#include <gradsmith/support/data_error.hpp>

namespace gradsmith {

/// The points of a run, in the order in which it came there.
struct landscape_path {
  std::string name{};
  std::vector<double> x{}, y{};
};

/// The heights of a function of two parameters on a grid, and paths of runs over it:
///   gs::landscape map{.title = "valley", .left = -2, .right = 2, .bottom = -1, .top = 3};
///   map.measure(problem);
///   minimize(problem, {-1.5, 2}, sgd{.learning_rate = 1e-3}, stop{.max_steps = 100}, map.path("sgd"));
///   std::ofstream("valley.svg") << to_svg(map);
struct landscape {
  std::string title{};
  std::string x_label = "first parameter", y_label = "second parameter";
  double left = -1, right = 1, bottom = -1, top = 1;      ///< of the part that is drawn
  std::size_t columns = 121, rows = 101;                  ///< of the grid, at least 2
  int contours = 14;                                      ///< so many lines, with equal areas between them
  std::vector<double> heights{};                          ///< from the top down, row by row
  std::vector<landscape_path> paths{};

  /// Evaluates the problem at every crossing of the grid. Heights that are not finite are not drawn.
  /// Errors: data_error if it has not two parameters.
  template <class Problem>
  void measure(Problem&& problem) {
    using T = optimize::scalar_of<std::remove_reference_t<Problem>>;
    if (problem.size() != 2)
      throw_data_error("a landscape has two parameters, the problem has ", static_cast<std::size_t>(problem.size()));
    heights.clear();
    heights.reserve(rows * columns);
    std::vector<T> place(2), slope(2);
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t column = 0; column < columns; ++column) {
        double const c = static_cast<double>(column), last_column = static_cast<double>(columns - 1);
        double const r = static_cast<double>(row), last_row = static_cast<double>(rows - 1);
        place[0] = static_cast<T>(left + (right - left) * c / last_column);
        place[1] = static_cast<T>(top - (top - bottom) * r / last_row);
        auto const value = problem.value_and_gradient(std::span<T const>{place}, std::span<T>{slope});
        heights.push_back(static_cast<double>(value));
      }
  }

  /// A callback that records where a run goes. The landscape has to outlive it.
  class recorder {
   public:
    recorder(landscape& map, std::string name) : map_(&map), number_(map.paths.size()) {
      map.paths.push_back({.name = std::move(name)});
    }

    template <class T>
    void operator()(progress<T> const& now) {
      if (now.event != event::begin && now.event != event::step) return;
      if (now.x.size() != 2) throw_data_error("a landscape has two parameters, the run has ", now.x.size());
      map_->paths[number_].x.push_back(static_cast<double>(now.x[0]));
      map_->paths[number_].y.push_back(static_cast<double>(now.x[1]));
    }

   private:
    landscape* map_;
    std::size_t number_;
  };
  [[nodiscard]] recorder path(std::string name) { return {*this, std::move(name)}; }
};

}  // namespace gradsmith
