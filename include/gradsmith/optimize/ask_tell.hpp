// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A run without an objective: it says where value and gradient are wanted, and is told them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include <gradsmith/optimize/run.hpp>
#include <gradsmith/optimize/saved_run.hpp>
#include <gradsmith/optimize/start_point.hpp>
#include <gradsmith/support/data_error.hpp>

namespace gradsmith {

namespace optimize::detail {

/// What was told, as an objective.
template <class T>
struct told {
  using value_type = T;
  std::size_t count = 0;
  T value{};
  std::span<T const> gradient{};

  [[nodiscard]] std::size_t size() const { return count; }
  T value_and_gradient(std::span<T const>, std::span<T> g) const {
    std::copy(gradient.begin(), gradient.end(), g.begin());
    return value;
  }
};

}  // namespace optimize::detail

/// A method that only updates, sgd, adam and their relatives, for values that come from elsewhere:
///   gs::ask_tell run({-1.2, 1.0}, gs::adam{.learning_rate = 0.01}, gs::stop{.max_steps = 1000});
///   do evaluate(run.ask(), value, gradient); while (run.tell(value, gradient));
///   auto const found = run.finish();
/// The steps, criteria, history and result are those of minimize, but for two things: stop{.on_non_finite} has no
/// effect, a value or gradient that is not finite ends the run; and where the method keeps an average, that is not
/// evaluated.
/// Cost: a step allocates nothing. It stays where it is made: it cannot be copied or moved.
template <optimize::method M, class T = double>
class ask_tell {
  static_assert(optimize::update_rule<M, T>,
                "ask_tell takes methods that only update, such as sgd and adam: a line search asks for trials of its "
                "own; give minimization an objective instead");
  using problem_type = optimize::detail::told<T>;

 public:
  using value_type = T;

  ask_tell(std::type_identity_t<optimize::start_point<T>> start, M const& method, stop const& limits = {})
      : told_{.count = start.numbers.size()}, run_(told_, start.numbers, method, limits) {}
  ask_tell(ask_tell const&) = delete;
  ask_tell& operator=(ask_tell const&) = delete;
  ~ask_tell() = default;

  /// The point at which value and gradient are wanted; where the last ones were told, if the run is over.
  [[nodiscard]] std::span<T const> ask() const { return run_.at.x; }

  /// Value and gradient at ask(): tests the criteria and makes a step. False if the run is over.
  /// Errors: data_error if the gradient has not as many numbers as the start.
  bool tell(T value, std::span<T const> gradient) {
    if (gradient.size() != told_.count)
      throw_data_error("the gradient has ", gradient.size(), " elements, the start has ", told_.count);
    if (run_.ended) return false;
    auto& at = run_.at;
    auto& ended = run_.ended;
    bool const is_first = at.evaluations == 0;
    told_.value = value;
    told_.gradient = gradient;
    at.evaluate();
    if (!is_first) ++at.step;
    run_.record();
    if (!at.is_finite) ended = is_first ? status::start_not_finite : status::not_finite;
    if (!ended) ended = run_.is.met_at(at);
    if (!ended && !is_first && !at.has_waited) ended = run_.is.met_by_step(at);
    if (!ended) ended = run_.is.budget_used(at);
    if (ended) return false;
    at.begin_step();
    run_.method.advance(std::span<T>{at.x}, std::span<T const>{at.gradient}, *run_.state);
    at.has_waited = optimize::is_waiting<M, T>(run_.method, *run_.state);
    return true;
  }

  [[nodiscard]] bool is_over() const { return run_.ended.has_value(); }
  [[nodiscard]] std::int64_t steps() const { return run_.at.step; }
  [[nodiscard]] std::span<history_row const> history() const { return run_.history; }
  /// The average of the points, with methods that keep one.
  [[nodiscard]] std::span<T const> average() const
    requires optimize::averaging<M, T>
  {
    return run_.state ? optimize::average_of<M, T>(run_.method, *run_.state) : std::span<T const>{};
  }

  /// The result, once: the best point that was told of.
  /// Errors: data_error if it was called before.
  [[nodiscard]] result<T> finish() {
    if (is_finished_) throw_data_error("finish() was called before: a run has one result");
    is_finished_ = true;
    bool const is_cut_short = !run_.ended;
    if (is_cut_short) run_.ended = status::stopped_by_user;
    if (run_.ended == status::gradient_small) run_.at.settle();
    result<T> out = run_.outcome();
    if (is_cut_short) out.message = "The program ended the run.";
    run_.hand_out(out);
    return out;
  }

  /// The run as bytes, and from them; see minimization::save and load.
  [[nodiscard]] std::string save() const {
    if (is_finished_) throw_data_error("a run cannot be saved after finish()");
    return optimize::saved(run_, {});
  }
  void load(std::string_view bytes, std::string_view file = {}) {
    if (is_finished_) throw_data_error("a run cannot go on after finish()");
    (void)optimize::restore(run_, bytes, file);
  }
  template <optimize::output_stream Stream>
  void save(Stream& out) const {
    optimize::write_run(out, save());
  }
  template <optimize::input_stream Stream>
  void load(Stream& in) {
    load(std::string_view(optimize::read_run(in)));
  }

 private:
  problem_type told_;
  optimize::run<problem_type, M> run_;
  bool is_finished_ = false;
};

template <optimize::method M>
ask_tell(std::type_identity_t<optimize::start_point<double>>, M) -> ask_tell<M, double>;
template <optimize::method M>
ask_tell(std::type_identity_t<optimize::start_point<double>>, M, stop) -> ask_tell<M, double>;

}  // namespace gradsmith
