// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Muon: momentum whose matrices are made orthogonal before they are a step.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <gradsmith/optimize/invalid_option.hpp>
#include <gradsmith/optimize/parameter_range.hpp>
#include <gradsmith/optimize/running_mean.hpp>
#include <gradsmith/optimize/scaled_span.hpp>
#include <gradsmith/optimize/vectors.hpp>

namespace gradsmith {

/// For every block, a matrix of `rows` rows and columns, with gradient g:
///   m = momentum m + (1 - momentum) g,  u = m, or with nesterov (1 - momentum) g + momentum m,
///   X = u / max(|u|, epsilon), Euclidean norm, then `iterations` times, with A = X X':  X = a X + (b A + c A^2) X,
///   x = (1 - learning_rate weight_decay) x - learning_rate s X,  s = sqrt(max(1, rows / columns)).
/// X has the singular vectors of u, and singular values of about 1 (0.68 to 1.21) where those of u are at
/// least a 500th of its norm; smaller ones are multiplied by about 480. With scale::rms,
/// s = 0.2 sqrt(max(rows, columns)), entries are about as large as in AdamW's steps, whose rate can be taken.
/// For weights between layers; biases, embeddings and the last layer go by another rule:
///   in_groups(problem, group({"w1", "w2"}, muon{}), other_parameters(adamw{}))
/// takes the blocks of the group, muon{.blocks = blocks_of(problem)} those it is told. Errors: data_error if the blocks
/// are not all of the parameters. A block without an axis, or with one, is one row.
/// Rule and defaults are PyTorch's, which computes X in bfloat16, here it is in the type of x; Keras has scale::rms.
/// Needs value_and_gradient. Cost: at most 4 iterations min(rows, columns) additions and multiplications per parameter.
/// Memory: one vector, twice the largest block, and twice the square of its shorter side.
/// Source: Jordan et al. 2024 (Muon), with the coefficients given there; scale::rms: Liu et al. 2025, section 2.2.
struct muon {
  enum class scale { shape, rms };

  double learning_rate = 1e-3;            // about the length of a step along each singular vector, in units of x
  double momentum = 0.95;                 // mu, in [0, 1)
  double weight_decay = 0.1;              // lambda: share of x that a step takes away, per unit of learning_rate
  bool nesterov = true;
  scale scaling = scale::shape;
  double epsilon = 1e-7;                  // in units of the gradient
  int iterations = 5;                     // at least 1
  double a = 3.4445, b = -4.775, c = 2.0315;
  parameter_ranges blocks{};

  template <class T>
  struct state {
    std::vector<T> velocity;
    std::vector<T> matrix, next;          // of the block in hand, with no more rows than columns
    std::vector<T> gram, polynomial;      // X X', and what X is multiplied by
  };
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    optimize::check_ranges(blocks, n);
    std::size_t all = 0, largest = 0, shorter = 0;
    for (parameter_range const& each : blocks) {
      if (each.rows == 0 || each.size % each.rows != 0)
        throw_data_error("a block of ", each.size, " parameters cannot have ", each.rows, " rows");
      all += each.size;
      largest = std::max(largest, each.size);
      shorter = std::max(shorter, std::min(each.rows, each.size / each.rows));
    }
    if (all != n) throw_data_error("muon has matrices of ", all, " parameters, the problem has ", n);
    return {.velocity = std::vector<T>(n), .matrix = std::vector<T>(largest), .next = std::vector<T>(largest),
            .gram = std::vector<T>(shorter * shorter), .polynomial = std::vector<T>(shorter * shorter)};
  }
  [[nodiscard]] std::string invalid() const {
    using namespace optimize;
    if (blocks.size() == 0)
      return "muon needs matrices: write muon{.blocks = blocks_of(problem)}, or a group of in_groups(...) with names.";
    return first_wrong({positive("learning_rate", learning_rate), fraction("momentum", momentum),
                        not_negative("weight_decay", weight_decay),
                        {"weight_decay", weight_decay, learning_rate * weight_decay < 1,
                         "must take away less than all of x in a step"},
                        positive("epsilon", epsilon), at_least_one("iterations", iterations)});
  }

  template <class T>
  void advance(std::span<T> x, optimize::gradient_of<T> gradient, state<T>& s) const {
    for (parameter_range const& each : blocks)
      move<T>(each, x.subspan(each.offset, each.size), gradient.subspan(each.offset, each.size),
              std::span<T>{s.velocity}.subspan(each.offset, each.size), s);
  }

 private:
  template <class T>
  void move(parameter_range const& block, std::span<T> x, optimize::gradient_of<T> gradient, std::span<T> velocity,
            state<T>& s) const {
    using namespace optimize;
    if (block.size == 0) return;
    std::size_t const rows = block.rows, columns = block.size / rows;
    bool const is_tall = rows > columns, looks_ahead = nesterov;
    std::span<T> const u = std::span<T>{s.next}.first(block.size);
    running_mean<T> const mean(momentum);
    sweep<T>(block.size, [=]<class V>(std::size_t first_entry) {
      V const slope_here = at<V>(gradient, first_entry), moving = mean(at<V>(velocity, first_entry), slope_here);
      put(velocity, first_entry, moving);
      put(u, first_entry, looks_ahead ? mean(moving, slope_here) : moving);
    });
    std::span<T> const matrix = std::span<T>{s.matrix}.first(block.size);
    T const factor = static_cast<T>(1 / std::max(static_cast<double>(norm<T>(u)), epsilon));
    if (is_tall) transpose<T>(u, rows, columns, matrix);
    else std::copy(u.begin(), u.end(), matrix.begin());
    assign_scaled<T>(matrix, factor, matrix);
    for (int k = 0; k < iterations; ++k) iterate_once<T>(std::min(rows, columns), matrix, s);

    std::span<T> direction = matrix;
    if (is_tall) {
      direction = u;
      transpose<T>(matrix, columns, rows, direction);
    }
    double const r = static_cast<double>(rows), q = static_cast<double>(columns);
    double const longer = scaling == scale::shape ? std::sqrt(std::max(1.0, r / q)) : 0.2 * std::sqrt(std::max(r, q));
    assign_scaled<T>(x, static_cast<T>(1 - learning_rate * weight_decay), x);
    add_scaled<T>(x, static_cast<T>(-learning_rate * longer), direction);
  }
  /// X = a X + (b A + c A^2) X with A = X X'.
  template <class T>
  void iterate_once(std::size_t rows, std::span<T> matrix, state<T>& s) const {
    using namespace optimize;
    std::size_t const columns = matrix.size() / rows;
    std::span<T> const gram = std::span<T>{s.gram}.first(rows * rows), next = std::span<T>{s.next}.first(matrix.size());
    std::span<T> const polynomial = std::span<T>{s.polynomial}.first(rows * rows);
    multiply_by_own_transpose<T>(matrix, rows, gram);
    multiply_by_own_transpose<T>(gram, rows, polynomial);      // A is symmetric
    T const of_square = static_cast<T>(c), of_gram = static_cast<T>(b);
    assign_scaled<T>(polynomial, of_square, polynomial);
    add_scaled<T>(polynomial, of_gram, gram);
    assign_scaled<T>(next, static_cast<T>(a), matrix);
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t k = 0; k < rows; ++k)
        add_scaled<T>(next.subspan(i * columns, columns), polynomial[i * rows + k],
                      matrix.subspan(k * columns, columns));
    std::copy(next.begin(), next.end(), matrix.begin());
  }
  template <class T>
  static void multiply_by_own_transpose(std::span<T const> matrix, std::size_t rows, std::span<T> product) {
    std::size_t const columns = matrix.size() / rows;
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t k = 0; k <= i; ++k)
        product[i * rows + k] = product[k * rows + i] =
            optimize::dot<T>(matrix.subspan(i * columns, columns), matrix.subspan(k * columns, columns));
  }
  template <class T>
  static void transpose(std::span<T const> from, std::size_t rows, std::size_t columns, std::span<T> to) {
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t k = 0; k < columns; ++k) to[k * rows + i] = from[i * columns + k];
  }
};

}  // namespace gradsmith
