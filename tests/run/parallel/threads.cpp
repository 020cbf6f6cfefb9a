// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The threads of oneTBB: counts of them, bits, optimizers, copies in threads of the program, use within work of oneTBB.
#include "run/parallel/same_bits.hpp"

#if __has_include(<oneapi/tbb/task_arena.h>) && !defined(GRADSMITH_TEST_WITHOUT_TBB)

#include <limits>
#include <string>

#include <gradsmith/optimize.hpp>
#include <gradsmith/parallel/threads.hpp>
#include <oneapi/tbb/global_control.h>

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto loss = mean(i, log(1 + exp(-y * sum(j, w * x)))) + 0.01 * sum(j, square(w));

constexpr std::size_t n = 40009, d = 11;
std::vector<double> const data = normal_numbers(n * d, 1), target = normal_numbers(n, 2), theta = normal_numbers(d, 3);

auto problem() { return gs::bind<loss>(x = gs::matrix(data, n, d), y = target); }

template <class Count>
std::string refusal(Count count) {
  try {
    gs::threads const made(count);
  } catch (gs::data_error const& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("counts of threads") {
  CHECK(gs::threads(1).workers() == 1);
  CHECK(gs::threads{7u}.workers() == 7);
  CHECK(gs::threads{std::size_t{1024}}.workers() == 1024);
  CHECK(gs::threads{}.workers() >= 1);
  CHECK(refusal(0) == "gradsmith: threads: the count is 0, and must be between 1 and 1024");
  CHECK(refusal(-1) == "gradsmith: threads: the count is -1, and must be between 1 and 1024");
  CHECK(refusal(1025) == "gradsmith: threads: the count is 1025, and must be between 1 and 1024");
  CHECK(refusal(std::numeric_limits<std::size_t>::max()) ==
        "gradsmith: threads: the count is 18446744073709551615, and must be between 1 and 1024");
  static_assert(!std::constructible_from<gs::threads, bool> && !std::constructible_from<gs::threads, double>);
}

TEST_CASE("the bits of one thread") {
  // As many as are asked for, also where the machine has fewer cores.
  oneapi::tbb::global_control const allowed(oneapi::tbb::global_control::max_allowed_parallelism, 7);
  auto const f = problem();
  auto serial = gs::in_parallel(f, gs::serial{});
  auto const expected = all_results<double>(serial, theta);
  for (int count = 1; count <= 7; ++count) {
    auto several = gs::in_parallel(f, gs::threads{count});
    for (int again = 0; again < 20; ++again)
      CHECK(differences_in_bits(all_results<double>(several, theta), expected) == 0);
  }
}

TEST_CASE("a fit takes the same way") {
  auto const f = problem();
  auto serial = gs::in_parallel(f, gs::serial{});
  auto several = gs::in_parallel(f, gs::threads{2});
  auto const one = gs::minimize(serial, gs::lbfgs{}, gs::stop{.gradient_norm = 1e-9});
  auto const two = gs::minimize(several, gs::lbfgs{}, gs::stop{.gradient_norm = 1e-9});
  CHECK(one.steps == two.steps);
  CHECK(one.value == two.value);
  CHECK(std::equal(one.point.begin(), one.point.end(), two.point.begin()));
  auto const in_batches = gs::in_batches(gs::adam{.learning_rate = 1e-2}, {.rows = 8192});
  auto const third = gs::minimize(serial, theta, in_batches, gs::stop{.max_steps = 20});
  auto const fourth = gs::minimize(several, theta, in_batches, gs::stop{.max_steps = 20});
  CHECK(std::equal(third.point.begin(), third.point.end(), fourth.point.begin()));
}

TEST_CASE("copies in threads of the program share the threads and nothing else") {
  auto const several = gs::in_parallel(problem(), gs::threads{2});
  auto first = several, second = several;
  auto const other = normal_numbers(d, 4);
  auto const expected = all_results<double>(first, theta), expected_other = all_results<double>(second, other);
  std::atomic<std::size_t> different = 0;
  std::thread beside([&] {
    for (int k = 0; k < 20; ++k) different += differences_in_bits(all_results<double>(first, theta), expected);
  });
  for (int k = 0; k < 20; ++k) different += differences_in_bits(all_results<double>(second, other), expected_other);
  beside.join();
  CHECK(different == 0);
}

TEST_CASE("within work of oneTBB") {
  auto const several = gs::in_parallel(problem(), gs::threads{2});
  auto whole = several;
  auto const expected = all_results<double>(whole, theta);
  std::atomic<std::size_t> different = 0;
  oneapi::tbb::parallel_for(0, 8, [&](int) {
    auto mine = several;
    different += differences_in_bits(all_results<double>(mine, theta), expected);
  });
  CHECK(different == 0);
}

TEST_CASE("after an error") {
  auto several = gs::in_parallel(problem(), gs::threads{2});
  auto const expected = all_results<double>(several, theta);
  std::vector<double> g(d);
  CHECK_THROWS_AS((void)several.value_and_gradient(std::vector<double>(d + 1), g), gs::data_error);
  std::vector<std::uint32_t> const wrong{1, n};
  CHECK_THROWS_AS((void)several.batch(wrong), gs::data_error);
  CHECK(differences_in_bits(all_results<double>(several, theta), expected) == 0);
}

#else

#include <cstdio>

TEST_CASE("the threads of oneTBB") {
  std::puts("not covered: gradsmith/parallel/threads.hpp, for oneTBB is not installed");
}

#endif
