// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A run that makes one step at a time; minimize is a loop over it.
#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include <gradsmith/optimize/composite.hpp>
#include <gradsmith/optimize/run.hpp>
#include <gradsmith/optimize/saved_run.hpp>
#include <gradsmith/optimize/start_point.hpp>
#include <gradsmith/optimize/teller.hpp>
#include <gradsmith/support/data_error.hpp>

namespace gradsmith {

namespace optimize {

/// Whether a run can be made of these, with a sentence where it cannot.
template <class F, class M, class... Callbacks>
struct checked_call {
  using T = scalar_of<F>;
  static constexpr bool has_size = requires(F& problem) { { problem.size() } -> std::convertible_to<std::size_t>; };
  static_assert(has_size, "minimize needs an objective with std::size_t size(), the number of parameters");
  static_assert(objective<F>,
                "minimize needs an objective with T value_and_gradient(std::span<T const> x, std::span<T> g), T being "
                "its value_type, or double if it names none");
  static constexpr bool has_squares = !objective<F> || !for_squares<M> || squares<F>;
  static_assert(has_squares,
                "this method works on residuals: write least_squares(problem, method, stop{...}), or for single steps "
                "minimization(sum_of_squares(problem), ...)");
  static constexpr bool is_smooth = !composed<F> || for_composites<M>;
  static_assert(is_smooth,
                "this method needs a gradient, and the term of a composite has none: take fista{} or "
                "projected_gradient{}, owl_qn{} for l1, or lbfgs_b{} for bounds");
  static constexpr bool has_term = !objective<F> || composed<F> || !for_composites<M>;
  static_assert(has_term,
                "this method works on a smooth function and a term: write minimize(composite(problem, l1{.weight = "
                "0.1}), ...) or composite(problem, box{.lower = {0}})");
  static constexpr bool has_advance = [] {
    if constexpr (objective<F> && has_squares && is_smooth && has_term) return update_rule<M, T> || stepping_method<M, F>;
    else return true;      // that there is no objective was said
  }();
  static_assert(has_advance,
                "a method needs advance(std::span<T> x, std::span<T const> gradient, state&) const, or "
                "std::optional<status> advance(iterate<F>&, state&) const; this one has neither for this objective");
  static constexpr bool can_call_back = (callback_for<Callbacks, T> && ...);
  static_assert(can_call_back,
                "a callback is called with a progress<T> const& and returns nothing or a verdict: write "
                "[](auto const& now) { ... }");
  static constexpr bool is_right = has_size && objective<F> && has_squares && is_smooth && has_term && has_advance &&
                                   can_call_back;
};

template <class T>
void check_start(std::span<T const> start, std::size_t size) {
  if (start.size() != size)
    throw_data_error("the start has ", start.size(), " elements, the problem has ", size, " parameters");
}

}  // namespace optimize

/// What minimize does, one step at a time:
///   gs::minimization run(problem, {-1.2, 1.0}, gs::lbfgs{}, gs::stop{.gradient_norm = 1e-8});
///   while (run.step()) std::printf("%g\n", run.value());
///   auto const found = run.finish();
/// Its arguments are those of minimize; a problem or callback that has a name is referred to, not copied, and has to
/// outlive the run.
/// Errors: data_error if the start has not as many numbers as the problem has parameters.
/// Cost: that of minimize; a step allocates nothing. It stays where it is made: it cannot be copied or moved.
template <class F, optimize::method M, class... Callbacks>
class minimization : optimize::checked_call<std::remove_reference_t<F>, M, std::remove_reference_t<Callbacks>...> {
  using problem_type = std::remove_reference_t<F>;
  using T = optimize::scalar_of<problem_type>;

 public:
  using value_type = T;

  minimization(F&& given_problem, std::type_identity_t<optimize::start_point<T>> given_start, M const& given_method,
               stop const& limits, Callbacks&&... callbacks)
      : problem_(static_cast<F&&>(given_problem)),
        run_(problem_, checked(given_start.numbers, problem_), given_method, limits),
        tell_(run_.at, run_.history, static_cast<Callbacks&&>(callbacks)...) {}
  minimization(F&& given_problem, std::type_identity_t<optimize::start_point<T>> given_start, M const& given_method)
      : minimization(static_cast<F&&>(given_problem), given_start, given_method, stop{}) {}
  /// From the problem's own parameters.
  minimization(F&& given_problem, M const& given_method, stop const& limits, Callbacks&&... callbacks)
    requires optimize::has_parameters<problem_type>
      : minimization(static_cast<F&&>(given_problem),
                     std::span<T const>(std::span<T>(given_problem.parameters())), given_method, limits,
                     static_cast<Callbacks&&>(callbacks)...) {}
  minimization(F&& given_problem, M const& given_method)
    requires optimize::has_parameters<problem_type>
      : minimization(static_cast<F&&>(given_problem), given_method, stop{}) {}
  minimization(minimization const&) = delete;
  minimization& operator=(minimization const&) = delete;
  ~minimization() = default;

  /// Makes a step, the first time after an evaluation at the start. False if none was made, because the run is over.
  /// An exception of the objective or of a callback passes through and ends the run.
  bool step() {
    if (is_inside_) return false;
    is_inside_ = true;
    bool const could = begin(), moved = could && make_step();
    is_inside_ = false;
    if (could) tell_.after_step(*this);
    return moved;
  }
  /// Whether a criterion is met, the method cannot go on, or a callback said stop.
  [[nodiscard]] bool is_over() const { return run_.ended.has_value() || is_inside_; }
  /// Whether value, gradient and point are finite after the last step.
  [[nodiscard]] bool is_finite() const { return run_.at.is_finite; }

  /// The point after the last step, with value and gradient there (NaN and zeros before the first; with mini-batches
  /// those of the batch that the step was made from, unless it ended an epoch). Valid until the next step.
  [[nodiscard]] std::span<T const> x() const { return run_.at.x; }
  [[nodiscard]] T value() const { return run_.at.value; }
  [[nodiscard]] std::span<T const> gradient() const { return run_.at.gradient; }
  [[nodiscard]] std::int64_t steps() const { return run_.at.step; }
  [[nodiscard]] std::int64_t epochs() const { return run_.at.epoch; }
  [[nodiscard]] std::int64_t evaluations() const { return run_.at.evaluations; }
  [[nodiscard]] std::span<history_row const> history() const { return run_.history; }

  /// The result, once; the problem's own parameters are set to its point. A run that is not over ends here, as
  /// stopped_by_user.
  /// Errors: data_error if it was called before.
  [[nodiscard]] result<T> finish() {
    if (is_finished_) throw_data_error("finish() was called before: a run has one result");
    is_finished_ = true;
    bool const was_interrupted = is_inside_;
    if (!was_interrupted) begin();
    auto& at = run_.at;
    auto& ended = run_.ended;
    bool const is_cut_short = !ended;
    if (was_interrupted) ended = std::isfinite(at.best_value()) ? status::stopped_by_user : status::start_not_finite;
    else if (is_cut_short) ended = status::stopped_by_user;
    bool const has_run = !was_interrupted && ended != status::invalid_options;
    if (has_run) evaluate_what_was_not();

    result<T> out = run_.outcome();
    if (was_interrupted) out.message = "An exception ended the run; the best finite point before it is returned.";
    else if (is_cut_short && ended == status::stopped_by_user) out.message = "The program ended the run.";
    if (has_run) at.notify(event::end);
    run_.hand_out(out);
    if constexpr (optimize::has_parameters<problem_type>)
      std::copy(out.point.begin(), out.point.end(), std::span<T>(problem_.parameters()).begin());
    return out;
  }

  /// All that the rest of the run depends on, as bytes (see optimize::saved_head): the point, the state of the method,
  /// random numbers and order of the rows, counts, history, and what callbacks remember that say so (early_stopping
  /// does). A run with the same method, options and problem goes on from them to the same bits, in another process too;
  /// its limits may be others.
  /// Errors: data_error after finish(), or if an exception ended the run.
  [[nodiscard]] std::string save() const {
    if (is_finished_) throw_data_error("a run cannot be saved after finish()");
    if (is_inside_) throw_data_error("a run that an exception ended cannot be saved");
    optimize::byte_writer others;
    tell_.save(others);
    return optimize::saved(run_, others.bytes);
  }
  /// The same, written to a stream: run.save(out) with std::ofstream out("run.bin", std::ios::binary).
  template <optimize::output_stream Stream>
  void save(Stream& out) const {
    optimize::write_run(out, save());
  }

  /// Takes the place of the run that was saved, whatever this one has done so far. Callbacks see no event::begin again.
  /// `file` is what a sentence on wrong bytes begins with.
  /// Errors: data_error if the bytes are damaged, or of another method, other options or another problem.
  void load(std::string_view bytes, std::string_view file = {}) {
    if (is_finished_) throw_data_error("a run cannot go on after finish()");
    std::string const others = optimize::restore(run_, bytes, file);
    optimize::byte_reader from(others);
    tell_.load(from);
    is_inside_ = false;
    has_begun_ = run_.at.evaluations > 0;
    run_.at.listening = has_begun_ ? &tell_ : nullptr;
  }
  /// The same, read from a stream, which then stands behind it.
  template <optimize::input_stream Stream>
  void load(Stream& in) {
    load(std::string_view(optimize::read_run(in)));
  }

 private:
  static std::span<T const> checked(std::span<T const> start, problem_type& problem) {
    optimize::check_start<T>(start, static_cast<std::size_t>(problem.size()));
    return start;
  }

  /// Evaluates at the start, once. False if the run cannot begin.
  bool begin() {
    if (has_begun_ || run_.ended) return !run_.ended;
    has_begun_ = true;
    auto& at = run_.at;
    at.evaluate();
    run_.record();
    at.listening = &tell_;
    at.notify(event::begin);
    at.notify(event::evaluated);
    run_.ended = at.is_finite ? run_.is.met_at(at) : status::start_not_finite;
    if (!run_.ended) run_.ended = tell_.answer();
    if (!run_.ended) run_.ended = run_.is.budget_used(at);
    return !run_.ended;
  }

  bool make_step() {
    auto& at = run_.at;
    auto& ended = run_.ended;
    ended = optimize::advance(run_.method, at, *run_.state);
    if constexpr (optimize::averaging<M, T>) at.average = optimize::average_of<M, T>(run_.method, *run_.state);
    // A method that ends the run has not made a step, unless it led to where nothing is finite.
    if (ended && ended != status::not_finite) return false;
    ++at.step;
    if (!at.on_batch) run_.record();
    at.notify(event::step);
    if (ended) return true;
    if (!at.on_batch && !at.was_skipped) ended = run_.is.met_at(at);
    if (!ended && !at.was_skipped && !at.has_waited) ended = run_.is.met_by_step(at);
    if (!ended) ended = tell_.answer();
    if (!ended) ended = run_.is.budget_used(at);
    return true;
  }

  void evaluate_what_was_not() {
    auto& at = run_.at;
    auto& ended = run_.ended;
    if (at.on_batch && ended != status::not_finite) {      // the last step was not evaluated on the whole yet
      if (!at.evaluate_step()) ended = status::not_finite;
      run_.record();
    }
    if constexpr (optimize::averaging<M, T>) {
      // One more candidate for the best point; x itself was evaluated.
      bool const is_another = at.step > 0 && !at.average.empty() && optimize::max_distance<T>(at.x, at.average) != 0;
      if (is_another && ended != status::gradient_small) {
        at.begin_step();
        std::copy(at.average.begin(), at.average.end(), at.x.begin());
        at.evaluate();
        run_.record();
      }
    }
    if (ended == status::gradient_small) at.settle();
  }

  F problem_;
  optimize::run<problem_type, M> run_;
  optimize::teller<problem_type, Callbacks...> tell_;
  bool has_begun_ = false;
  bool is_inside_ = false;                // a step that an exception left, if it is not one that is being made
  bool is_finished_ = false;
};

template <class F, optimize::method M>
minimization(F&&, M) -> minimization<F, M>;
template <class F, optimize::method M, class... Callbacks>
minimization(F&&, M, stop, Callbacks&&...) -> minimization<F, M, Callbacks...>;
template <class F, optimize::method M>
minimization(F&&, std::type_identity_t<optimize::start_point<optimize::scalar_of<F>>>, M) -> minimization<F, M>;
template <class F, optimize::method M, class... Callbacks>
minimization(F&&, std::type_identity_t<optimize::start_point<optimize::scalar_of<F>>>, M, stop, Callbacks&&...)
    -> minimization<F, M, Callbacks...>;

}  // namespace gradsmith
