// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Parts of the flat vector of parameters.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gradsmith/optimize/objective.hpp>
#include <gradsmith/support/data_error.hpp>

namespace gradsmith {

/// `size` parameters from number `offset` on; of a matrix, row by row, also how many rows it has.
struct parameter_range {
  std::size_t offset = 0, size = 0;
  std::size_t rows = 1;
};

namespace optimize {

/// Ranges that copies share: to copy them is no allocation.
class parameter_ranges {
 public:
  parameter_ranges() = default;
  parameter_ranges(std::initializer_list<parameter_range> list)
      : parameter_ranges(std::vector<parameter_range>(list)) {}
  parameter_ranges(std::vector<parameter_range> list)
      : ranges_(std::make_shared<std::vector<parameter_range> const>(std::move(list))) {}

  [[nodiscard]] std::size_t size() const noexcept { return ranges_ == nullptr ? 0 : ranges_->size(); }
  [[nodiscard]] parameter_range const* begin() const noexcept { return ranges_ == nullptr ? nullptr : ranges_->data(); }
  [[nodiscard]] parameter_range const* end() const noexcept { return begin() + size(); }

 private:
  std::shared_ptr<std::vector<parameter_range> const> ranges_;
};

/// Errors: data_error where a range is not within n parameters.
inline void check_ranges(parameter_ranges const& ranges, std::size_t n) {
  for (parameter_range const& each : ranges)
    if (each.offset > n || each.size > n - each.offset)
      throw_data_error("a block of ", each.size, " parameters from number ", each.offset, " on is not among the ", n,
                       " of this problem");
}

/// Errors: the same, and where two ranges have a parameter in common.
inline void check_disjoint_ranges(parameter_ranges const& ranges, std::size_t n) {
  check_ranges(ranges, n);
  std::vector<bool> is_taken(ranges.size() > 1 ? n : 0);
  for (parameter_range const& each : ranges)
    for (std::size_t k = each.offset; k < each.offset + each.size && ranges.size() > 1; ++k) {
      if (is_taken[k]) throw_data_error("parameter number ", k, " is in two blocks of one term");
      is_taken[k] = true;
    }
}

/// The range of a block; the rows are the extent of its first axis, where there is more than one.
template <class Block>
[[nodiscard]] parameter_range range_of(Block const& block) {
  parameter_range range{.offset = static_cast<std::size_t>(block.offset), .size = static_cast<std::size_t>(block.size)};
  if constexpr (requires { block.extents[0]; block.rank > 1; })
    if (block.rank > 1) range.rows = static_cast<std::size_t>(block.extents[0]);
  return range;
}

}  // namespace optimize

using optimize::parameter_ranges;

/// All blocks of a problem that has any, in their order: those of a bound loss are its parameters.
template <class F>
[[nodiscard]] parameter_ranges blocks_of(F const& problem) {
  static_assert(optimize::has_blocks<F>,
                "blocks_of needs a problem with blocks(), each with name, offset and size; give the ranges otherwise");
  std::vector<parameter_range> ranges;
  if constexpr (optimize::has_blocks<F>)
    for (auto const& each : problem.blocks()) ranges.push_back(optimize::range_of(each));
  return ranges;
}

/// Those of the given names. Errors: data_error for a name that no block has.
template <class F>
[[nodiscard]] parameter_ranges blocks_of(F const& problem, std::initializer_list<std::string_view> names) {
  static_assert(optimize::has_blocks<F>, "blocks_of needs a problem with blocks(), each with name, offset and size");
  std::vector<parameter_range> ranges;
  if constexpr (optimize::has_blocks<F>)
    for (std::string_view const name : names) {
      std::size_t const before = ranges.size();
      for (auto const& each : problem.blocks())
        if (each.name == name) ranges.push_back(optimize::range_of(each));
      if (ranges.size() == before) throw_data_error(name, " is not a parameter of this problem");
    }
  return ranges;
}

}  // namespace gradsmith
