// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Compiled functions by several workers; what evaluations allocate; copies and moved problems.
#include <cstdlib>
#include <new>
#include <span>
#include <stdexcept>
#include <utility>

#include "run/parallel/same_bits.hpp"

namespace {

std::atomic<long long> allocations = 0;

void* counted(std::size_t size, std::size_t alignment) {
  ++allocations;
  void* const memory = std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment + alignment);
  if (memory == nullptr) throw std::bad_alloc{};
  return memory;
}

}  // namespace

// Not inlined: g++ 12 takes free for the wrong partner of operator new otherwise.
void* operator new(std::size_t size) { return counted(size, 16); }
void* operator new[](std::size_t size) { return counted(size, 16); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return counted(size, static_cast<std::size_t>(alignment));
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }

namespace {

namespace gs = gradsmith;
using namespace gradsmith::tests;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto score = sum(j, w * x);
constexpr auto loss = mean(i, log(1 + exp(-y * score)));

constexpr std::size_t n = 15013, d = 9;
std::vector<double> const data = normal_numbers(n * d, 1), target = normal_numbers(n, 2);
std::vector<double> const weights = normal_numbers(d, 3);

}  // namespace

TEST_CASE("a compiled function") {
  some_workers const four(4);
  auto const f = gs::in_parallel(gs::compile<loss, gradient(loss), exp(score)>, four);
  auto const one = gs::in_parallel(gs::compile<loss, gradient(loss), exp(score)>, gs::serial{});
  auto const bound = gs::matrix(data, n, d);
  auto const [value, by_w, scores] = f(w = weights, x = bound, y = target);
  CHECK(four.runs() > 0);
  auto const [expected, expected_by_w, expected_scores] = one(w = weights, x = bound, y = target);
  auto const undivided = gs::compile<loss, gradient(loss), exp(score)>;
  auto const [plain, plain_by_w, plain_scores] = undivided(w = weights, x = bound, y = target);
  CHECK(value == expected);
  CHECK(std::equal(by_w.data(), by_w.data() + d, expected_by_w.data()));
  CHECK(std::equal(scores.data(), scores.data() + n, plain_scores.data()));
  CHECK(distance(value, plain) < 1e-14);
  CHECK(largest_distance(std::span(by_w.data(), d), std::span(plain_by_w.data(), d)) < 1e-14);
}

TEST_CASE("a workspace, and evaluations that allocate nothing") {
  auto const f = gs::in_parallel(gs::compile<loss, gradient(loss)>, some_workers(3, some_workers::kind::backwards));
  auto const bound = gs::matrix(data, n, d);
  auto space = f.workspace(w = weights, x = bound, y = target);
  double value = 0, again = 0;
  std::vector<double> by_w(d), by_w_again(d);
  f.into(space, value, by_w)(w = weights, x = bound, y = target);
  long long const before = allocations;
  f.into(space, again, by_w_again)(w = weights, x = bound, y = target);
  CHECK(allocations == before);
  CHECK(value == again);
  CHECK(differences_in_bits(by_w, by_w_again) == 0);

  auto problem = gs::in_parallel(gs::bind<loss>(x = bound, y = target), some_workers(3, some_workers::kind::backwards));
  std::vector<std::uint32_t> const rows = some_rows(9000, n);
  problem.value_and_gradient(weights, by_w_again);
  CHECK(differences_in_bits(by_w, by_w_again) == 0);
  problem.batch(rows).value_and_gradient(weights, by_w);
  long long const warm = allocations;
  problem.value_and_gradient(weights, by_w);
  problem.batch(rows).value_and_gradient(weights, by_w_again);
  CHECK(allocations == warm);
}

namespace {

// Some of its work is done when it fails, in its first run.
struct failing {
  std::shared_ptr<bool> has_failed = std::make_shared<bool>(false);
  static constexpr std::size_t workers() { return 2; }
  template <class Work>
  void run(std::size_t count, Work const& work) const {
    for (std::size_t number = count; number-- > 0;) {
      work(number);
      if (!std::exchange(*has_failed, true)) throw std::runtime_error("no thread");
    }
  }
};

}  // namespace

TEST_CASE("after an exception evaluations are right") {
  auto problem = gs::in_parallel(gs::bind<loss>(x = gs::matrix(data, n, d), y = target), failing{});
  auto expected = gs::in_parallel(gs::bind<loss>(x = gs::matrix(data, n, d), y = target), gs::serial{});
  std::vector<double> g(d), expected_g(d);
  CHECK_THROWS_AS((void)problem.value_and_gradient(weights, g), std::runtime_error);
  for (int again = 0; again < 2; ++again) {
    CHECK(problem.value_and_gradient(weights, g) == expected.value_and_gradient(weights, expected_g));
    CHECK(differences_in_bits(g, expected_g) == 0);
  }
}

TEST_CASE("the problem that in_parallel was given may go, and be given again") {
  std::vector<double> g(d), expected(d);
  auto const made = [&] {
    auto problem = gs::bind<loss>(x = gs::matrix(data, n, d), y = target);
    problem.set(w = weights);
    return gs::in_parallel(problem, some_workers(2));
  };
  auto first = made();
  CHECK(std::equal(weights.begin(), weights.end(), first.parameters().begin()));
  auto second = gs::in_parallel(first, gs::serial{});      // an executor in the place of another
  auto third = std::move(first);
  double const value = third.value_and_gradient(weights, g);
  CHECK(second.value_and_gradient(weights, expected) == value);
  CHECK(differences_in_bits(g, expected) == 0);
}
