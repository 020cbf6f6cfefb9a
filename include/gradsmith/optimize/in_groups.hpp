// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Rules of their own for parts of the parameters.
#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <gradsmith/optimize/parameter_range.hpp>
#include <gradsmith/optimize/rates.hpp>
#include <gradsmith/optimize/sweep.hpp>
#include <gradsmith/support/data_error.hpp>

namespace gradsmith {

namespace optimize {

/// What `group` and `other_parameters` return: whose rule it is, not yet where they stand.
template <method Rule>
struct named_group {
  std::vector<std::string> names;
  std::vector<parameter_range> ranges;
  bool takes_the_rest;
  Rule rule;
};

/// A rule, and where in the flat vector its parameters are: ranges one after the other, none of which touches the next.
template <method Rule>
struct placed_group {
  Rule rule;
  parameter_ranges ranges;
  std::size_t size = 0;

  [[nodiscard]] bool is_scattered() const { return ranges.size() > 1; }
};

/// The states of several rules, one inside the other.
template <class T, class First, class... Rest>
struct chain_of_states {
  state_of<First, T> first;
  chain_of_states<T, Rest...> rest;
};
template <class T, class Last>
struct chain_of_states<T, Last> {
  state_of<Last, T> first;
};

template <class T, class First, class... Rest>
[[nodiscard]] chain_of_states<T, First, Rest...> begin_states(placed_group<First> const& first,
                                                              placed_group<Rest> const&... rest) {
  if constexpr (sizeof...(Rest) == 0) return {.first = first.rule.template begin<T>(first.size)};
  else return {.first = first.rule.template begin<T>(first.size), .rest = begin_states<T>(rest...)};
}

/// What `in_groups` returns.
template <method... Rules>
struct grouped_rule {
  std::tuple<placed_group<Rules>...> groups;
  std::size_t size;
  std::string mistake;                    // of the groups, as a sentence
  static constexpr bool takes_rates = (optimize::takes_rates<Rules> && ...);
  static constexpr bool takes_momenta = (optimize::takes_momenta<Rules> && ...);

  template <class T>
  struct state {
    chain_of_states<T, Rules...> inner;
    std::vector<T> x, gradient;           // of a group whose parameters do not stand together
    std::vector<T> average;               // of all, if a rule keeps one
  };

  /// A span where one of the rules takes nothing else.
  template <class T>
  using gradient_for_all = typename std::conditional<(takes_scaled_gradients<Rules, T> && ...), scaled_span<T>,
                                                     std::span<T const>>::type;

  /// Errors: data_error if the problem has another number of parameters than the one the groups were made for.
  template <class T>
  [[nodiscard]] state<T> begin(std::size_t n) const {
    if (n != size) throw_data_error("the groups are those of ", size, " parameters, the problem has ", n);
    std::size_t longest = 0;
    for_each([&](auto const& each) { longest = each.is_scattered() ? std::max(longest, each.size) : longest; });
    auto const start = [](auto const&... each) { return begin_states<T>(each...); };
    return {.inner = std::apply(start, groups), .x = std::vector<T>(longest), .gradient = std::vector<T>(longest),
            .average = std::vector<T>((averaging<Rules, T> || ...) ? n : 0)};
  }
  template <class T>
  void begin_anew(state<T>& s, std::size_t) const {
    with_states([]<class Rule>(placed_group<Rule> const& each, auto& of_group) {
      optimize::begin_anew<Rule, T>(each.rule, of_group, each.size);
    }, s.inner);
  }
  /// Whether all of them do.
  template <class T>
  [[nodiscard]] bool is_waiting(state<T> const& s) const {
    bool all = true;
    with_states([&]<class Rule>(placed_group<Rule> const& each, auto& of_group) {
      all = all && optimize::is_waiting<Rule, T>(each.rule, of_group);
    }, s.inner);
    return all;
  }
  /// The averages of the rules that keep one, and the parameters of the others.
  template <class T>
    requires(averaging<Rules, T> || ...)
  [[nodiscard]] std::span<T const> average(state<T> const& s) const {
    return s.average;
  }
  [[nodiscard]] double lowest_momentum() const {
    return std::apply([](auto const&... each) { return std::min({optimize::lowest_momentum(each.rule)...}); }, groups);
  }
  [[nodiscard]] std::string invalid() const {
    std::string wrong = mistake;
    for_each([&](auto const& each) {
      if (wrong.empty()) wrong = invalid_option(each.rule);
    });
    return wrong;
  }

  template <class T, class Rates = own_rate>
  void advance(std::span<T> x, gradient_for_all<T> gradient, state<T>& s, Rates const& rates = {}) const {
    with_states([&]<class Rule>(placed_group<Rule> const& each, state_of<Rule, T>& of_group) {
      if (each.size == 0) return;
      if (each.is_scattered()) {
        std::span<T> const own_x = std::span<T>{s.x}.first(each.size);
        std::span<T> const own_gradient = std::span<T>{s.gradient}.first(each.size);
        gather<T>(each.ranges, std::span<T const>{x}, own_x);
        gather<T>(each.ranges, gradient, own_gradient);
        advance_at<Rule, T>(each.rule, own_x, std::span<T const>{own_gradient}, of_group, rates);
        scatter<T>(each.ranges, own_x, x);
      } else {
        std::size_t const from_here = each.ranges.begin()->offset;
        advance_at<Rule, T>(each.rule, x.subspan(from_here, each.size), gradient.subspan(from_here, each.size),
                            of_group, rates);
      }
      if constexpr ((averaging<Rules, T> || ...)) keep_average<T>(each, of_group, x, s.average);
    }, s.inner);
  }

 private:
  template <class Body>
  void for_each(Body body) const {
    std::apply([&](auto const&... each) { (body(each), ...); }, groups);
  }
  template <std::size_t K = 0, class Body, class Chain>
  void with_states(Body body, Chain& chain) const {
    body(std::get<K>(groups), chain.first);
    if constexpr (K + 1 < sizeof...(Rules)) with_states<K + 1>(body, chain.rest);
  }
  template <class T>
  static void gather(parameter_ranges const& ranges, auto all, std::span<T> together) {
    for (parameter_range const& each : ranges) {
      auto const from = all.subspan(each.offset, each.size);
      std::span<T> const to = together;
      sweep<T>(each.size, [=]<class V>(std::size_t first_entry) { put(to, first_entry, at<V>(from, first_entry)); });
      together = together.subspan(each.size);
    }
  }
  template <class T>
  static void scatter(parameter_ranges const& ranges, std::span<T const> together, std::span<T> all) {
    for (parameter_range const& each : ranges) {
      auto const from = together.first(each.size);
      std::copy(from.begin(), from.end(), all.subspan(each.offset).begin());
      together = together.subspan(each.size);
    }
  }
  template <class T, class Rule>
  static void keep_average(placed_group<Rule> const& each, [[maybe_unused]] state_of<Rule, T> const& of_group,
                           std::span<T const> x, std::span<T> average) {
    if constexpr (averaging<Rule, T>) {
      std::span<T const> const mean = average_of<Rule, T>(each.rule, of_group);
      if (!mean.empty()) return scatter<T>(each.ranges, mean, average);
    }
    for (parameter_range const& range : each.ranges) {
      auto const from = x.subspan(range.offset, range.size);
      std::copy(from.begin(), from.end(), average.subspan(range.offset).begin());
    }
  }
};

/// Tells a rule that goes by blocks, wherever it stands, those of its group, unless it was told others.
template <class Rule>
void give_blocks([[maybe_unused]] Rule& rule, [[maybe_unused]] parameter_ranges const& blocks) {
  if constexpr (requires { rule.blocks = blocks; }) rule.blocks = rule.blocks.size() == 0 ? blocks : rule.blocks;
  else if constexpr (requires { rule.rule; }) give_blocks(rule.rule, blocks);
}

/// Which group each parameter is in, found one group after the other, and the first mistake.
class group_finder {
 public:
  explicit group_finder(std::size_t n) : group_of_(n) {}

  std::string mistake;

  template <class F, class Rule>
  void add(F const& problem, named_group<Rule> const& given) {
    ++count_;
    for (std::string const& name : given.names) {
      bool is_known = false;
      if constexpr (has_blocks<F>)
        for (auto const& block : problem.blocks())
          if (block.name == name) is_known = true, take(range_of(block), "the block " + name);
      if (!is_known) note("There is no block " + name + " among the parameters" + known_blocks(problem) + ".");
    }
    for (parameter_range const& each : given.ranges) take(each, "a range");
    if (given.takes_the_rest)
      for (std::size_t& each : group_of_) each = each == none ? count_ : each;
  }
  template <class F>
  void check_that_all_are_taken(F const& problem) {
    auto const missing = std::find(group_of_.begin(), group_of_.end(), none);
    if (missing == group_of_.end()) return;
    auto const number = static_cast<std::size_t>(missing - group_of_.begin());
    std::string where = "parameter number " + std::to_string(number);
    if constexpr (has_blocks<F>)
      for (auto const& block : problem.blocks())
        if (number >= block.offset && number - block.offset < block.size)
          where += ", of the block " + std::string(block.name);
    note("In no group is " + where + ": add it, or other_parameters(rule).");
  }
  /// Those of group 1, 2, ..., as few ranges as can be.
  [[nodiscard]] std::vector<parameter_range> ranges(std::size_t group_number) const {
    std::vector<parameter_range> out;
    for (std::size_t k = 0; k < group_of_.size(); ++k) {
      if (group_of_[k] != group_number) continue;
      if (out.empty() || out.back().offset + out.back().size != k) out.push_back({.offset = k});
      ++out.back().size;
    }
    return out;
  }

  /// The blocks that are in a group, where its parameters stand as one vector.
  template <class F>
  [[nodiscard]] std::vector<parameter_range> blocks([[maybe_unused]] F const& problem,
                                                    [[maybe_unused]] std::size_t group_number) const {
    std::vector<parameter_range> out;
    if constexpr (has_blocks<F>)
      for (auto const& block : problem.blocks()) {
        parameter_range range = range_of(block);
        auto const first = group_of_.begin() + static_cast<std::ptrdiff_t>(range.offset);
        auto const last = first + static_cast<std::ptrdiff_t>(range.size);
        if (std::count(first, last, group_number) != last - first) continue;
        range.offset = static_cast<std::size_t>(std::count(group_of_.begin(), first, group_number));
        out.push_back(range);
      }
    return out;
  }

 private:
  static constexpr std::size_t none = 0;

  void note(std::string const& sentence) {
    if (mistake.empty()) mistake = sentence;
  }
  void take(parameter_range const& range, std::string const& what) {
    std::size_t const n = group_of_.size();
    if (range.offset > n || range.size > n - range.offset)
      return note("In a group is " + what + " that reaches beyond the " + std::to_string(n) + " parameters.");
    for (std::size_t k = range.offset; k < range.offset + range.size; ++k) {
      if (group_of_[k] != none)
        return note("In two groups, or twice in one, is parameter number " + std::to_string(k) + ", of " + what + ".");
      group_of_[k] = count_;
    }
  }
  template <class F>
  [[nodiscard]] static std::string known_blocks([[maybe_unused]] F const& problem) {
    std::string list;
    if constexpr (has_blocks<F>)
      for (auto const& block : problem.blocks()) list += (list.empty() ? ": " : ", ") + std::string(block.name);
    return list.empty() ? ", whose blocks have no names" : list;
  }

  std::vector<std::size_t> group_of_;
  std::size_t count_ = 0;
};

}  // namespace optimize

/// The parameters of a block, or of several, by name; or of a range of the flat vector. For in_groups.
template <optimize::method Rule>
[[nodiscard]] optimize::named_group<Rule> group(std::string_view name, Rule rule) {
  return {.names = {std::string(name)}, .ranges = {}, .takes_the_rest = false, .rule = rule};
}
template <optimize::method Rule>
[[nodiscard]] optimize::named_group<Rule> group(std::initializer_list<std::string_view> names, Rule rule) {
  std::vector<std::string> list(names.begin(), names.end());
  return {.names = std::move(list), .ranges = {}, .takes_the_rest = false, .rule = rule};
}
template <optimize::method Rule>
[[nodiscard]] optimize::named_group<Rule> group(parameter_range range, Rule rule) {
  return {.names = {}, .ranges = {range}, .takes_the_rest = false, .rule = rule};
}
/// All parameters that the groups before it left.
template <optimize::method Rule>
[[nodiscard]] optimize::named_group<Rule> other_parameters(Rule rule) {
  return {.names = {}, .ranges = {}, .takes_the_rest = true, .rule = rule};
}

/// A rule with options of its own for each group of the problem's parameters:
///   in_groups(problem, group({"w1", "w2"}, adamw{.weight_decay = 0.1}), other_parameters(adam{}))
/// Every parameter has to be in one group; a run ends with status::invalid_options and a sentence where one is in none
/// or in two, or where no block has the name. Names are those of the blocks of a bound loss. A rule sees the parameters
/// of its group as one vector, in their order: norms and ranges are the group's own, and rules that go by blocks, such
/// as lamb, take those that are in the group.
/// A schedule around the groups changes the rate of each. Memory: a copy of x and gradient of the largest group whose
/// parameters do not stand together; such a group is copied there and back in every step.
template <class F, optimize::method... Rules>
[[nodiscard]] optimize::grouped_rule<Rules...> in_groups(F const& problem,
                                                         optimize::named_group<Rules> const&... groups) {
  static_assert(sizeof...(Rules) > 0, "in_groups(problem, group(\"w\", rule), ...) needs at least one group");
  optimize::group_finder find(static_cast<std::size_t>(problem.size()));
  (find.add(problem, groups), ...);
  find.check_that_all_are_taken(problem);
  std::size_t number = 0;
  auto const place = [&]<class Rule>(optimize::named_group<Rule> const& named) {
    auto const ranges = find.ranges(++number);
    optimize::placed_group<Rule> placed{.rule = named.rule, .ranges = ranges};
    for (parameter_range const& each : ranges) placed.size += each.size;
    optimize::give_blocks(placed.rule, find.blocks(problem, number));
    return placed;
  };
  // In braces, for the order of evaluation.
  return {std::tuple<optimize::placed_group<Rules>...>{place(groups)...}, static_cast<std::size_t>(problem.size()),
          find.mistake};
}

}  // namespace gradsmith
