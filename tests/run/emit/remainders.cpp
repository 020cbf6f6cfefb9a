// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Logistic regression at every remainder; the same bits again, after an exception, from two threads.
#include "run/emit/remainders.hpp"

#include <atomic>
#include <cstdlib>
#include <new>
#include <thread>

namespace {

std::atomic<std::size_t> allocations{0};

void* allocate(std::size_t size, std::size_t alignment) {
  ++allocations;
  if (void* const memory = std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment)) return memory;
  throw std::bad_alloc{};
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size + 1, alignof(std::max_align_t)); }
void* operator new[](std::size_t size) { return allocate(size + 1, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t alignment) { return allocate(size + 1, static_cast<std::size_t>(alignment)); }
void* operator new[](std::size_t size, std::align_val_t alignment) { return allocate(size + 1, static_cast<std::size_t>(alignment)); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

using namespace gradsmith::tests;
namespace gs = gradsmith;

namespace {

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto w = gs::param<"w">(j);
constexpr auto b = gs::param<"b">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto s = gs::input<"s">(i);
constexpr auto lambda = gs::input<"lambda">;
constexpr auto margin = (2 * y - 1) * (sum(j, w * x) + b);
constexpr auto loss = mean(i, s * log(1 + exp(-margin))) + lambda / 2 * sum(j, square(w));
constexpr auto evaluate = gs::compile<loss, gradient(loss)>;

template <class T, class Parameter>
reference by_loop(observations<T> const& data, std::vector<Parameter> const& theta, long double strength) {
  reference r{0, std::vector<long double>(data.d + 1)};
  auto const n = static_cast<long double>(data.n);
  for (std::size_t m = 0; m < data.n; ++m) {
    long double z = static_cast<long double>(theta[data.d]);
    for (std::size_t k = 0; k < data.d; ++k) z += data(m, k) * static_cast<long double>(theta[k]);
    long double const sign = 2 * static_cast<long double>(data.labels[m]) - 1, weight = static_cast<long double>(data.weights[m]) / n;
    r.value += weight * std::log1p(std::exp(-sign * z));
    long double const slope = -weight * sign / (1 + std::exp(sign * z));
    for (std::size_t k = 0; k < data.d; ++k) r.gradient[k] += slope * data(m, k);
    r.gradient[data.d] += slope;
  }
  for (std::size_t k = 0; k < data.d; ++k) {
    auto const v = static_cast<long double>(theta[k]);
    r.value += strength / 2 * v * v;
    r.gradient[k] += strength * v;
  }
  return r;
}

/// Value and gradient of one direct call, as one list.
template <class T>
std::vector<T> call(observations<T> const& data, std::vector<T> const& theta) {
  std::vector<T> const weights(theta.begin(), theta.end() - 1);
  auto const [value, dw, db] = evaluate(w = weights, b = theta.back(), x = data.matrix(), y = data.labels, s = data.weights, lambda = T(0.25));
  std::vector<T> all{value, db};
  all.insert(all.end(), dw.begin(), dw.end());
  return all;
}

}  // namespace

TEST_CASE_TEMPLATE("logistic regression with weights is right at every remainder, stride and layout", T, GRADSMITH_TEST_TYPES) {
  for_observations<T>(2, [](observations<T> const& data, unsigned seed) {
    auto problem = gs::bind<loss>(x = data.matrix(), y = data.labels, s = data.weights, lambda = T(0.25));
    auto const theta = random_point<T>(problem.size(), seed);
    check_problem(problem, theta, by_loop(data, theta, 0.25L), data.d);
  });
}

TEST_CASE_TEMPLATE("and over several blocks, of narrow and of wide rows, and of columns", T, GRADSMITH_TEST_TYPES) {
  using sizes = std::pair<std::size_t, std::size_t>;
  for (auto const& [n, d] : {sizes{1029, 9}, sizes{517, 70}, sizes{300, 261}, sizes{70, 2100}, sizes{9, 20003}})
    for (layout const how : {layout::dense, layout::gaps, layout::columns}) {
      CAPTURE(n);
      CAPTURE(d);
      CAPTURE(static_cast<int>(how));
      observations<T> const data(n, d, 2, how, 1);
      auto problem = gs::bind<loss>(x = data.matrix(), y = data.labels, s = data.weights, lambda = T(0.25));
      auto theta = random_point<T>(problem.size(), 2);
      for (T& each : theta) each /= static_cast<T>(d);
      check_problem(problem, theta, by_loop(data, theta, 0.25L), d);
    }
}

TEST_CASE("float data with everything else in double: every layout, over blocks and in batches, and read anew each time") {
  using sizes = std::pair<std::size_t, std::size_t>;
  for (auto const& [n, d] : {sizes{1, 1}, sizes{19, 8}, sizes{23, 13}, sizes{529, 16}, sizes{300, 261}, sizes{40, 2100}})
    for (layout const how : {layout::dense, layout::gaps, layout::columns}) {
      CAPTURE(n);
      CAPTURE(d);
      CAPTURE(static_cast<int>(how));
      observations<float> data(n, d, 2, how, 1);
      auto problem = gs::bind<loss, double>(x = data.matrix(), y = data.labels, s = data.weights, lambda = 0.25);
      auto theta = random_point<double>(problem.size(), 2);
      for (double& each : theta) each /= static_cast<double>(d);
      check_problem(problem, theta, by_loop(data, theta, 0.25L), d);
      data.x[data.position(n / 2, d / 2)] += 1;
      check_problem(problem, theta, by_loop(data, theta, 0.25L), d);

      std::vector<std::uint32_t> every(n);
      for (std::size_t k = 0; k < n; ++k) every[k] = static_cast<std::uint32_t>(n - 1 - k);
      auto batch = problem.batch(every);
      check_problem(batch, theta, by_loop(data, theta, 0.25L), d);
    }
}

TEST_CASE_TEMPLATE("a function gives the bits of a fresh one: again, with other data between, after an exception", T, GRADSMITH_TEST_TYPES) {
  observations<T> const one(23, 9, 2, layout::dense, 1), other(40, 17, 2, layout::gaps, 2);
  auto const at_one = random_point<T>(10, 3), at_other = random_point<T>(18, 4);
  auto const first = call(one, at_one);
  auto const second = call(other, at_other);
  CHECK(call(one, at_one) == first);
  CHECK(call(other, at_other) == second);
  std::vector<T> const short_labels(3);
  CHECK_THROWS_AS((void)evaluate(w = at_one, b = T(0), x = one.matrix(), y = one.labels, s = one.weights, lambda = T(1)), gs::data_error);
  CHECK_THROWS_AS((void)evaluate(w = at_one, b = T(0), x = one.matrix(), y = short_labels, s = one.weights, lambda = T(1)), gs::data_error);
  CHECK(call(one, at_one) == first);

  auto problem = gs::bind<loss>(x = one.matrix(), y = one.labels, s = one.weights, lambda = T(0.25));
  std::vector<T> g(10), wrong(4);
  T const value = problem.value_and_gradient(at_one, g);
  auto const kept = g;
  CHECK_THROWS(problem.value_and_gradient(wrong, g));
  CHECK_THROWS(problem.gradient(at_one, wrong));
  CHECK(problem.value_and_gradient(at_one, g) == value);
  CHECK(g == kept);
}

TEST_CASE_TEMPLATE("two threads get the bits of one", T, GRADSMITH_TEST_TYPES) {
  observations<T> const one(203, 9, 2, layout::dense, 1), other(140, 17, 2, layout::columns, 2);
  auto const at_one = random_point<T>(10, 3), at_other = random_point<T>(18, 4);
  auto const first = call(one, at_one);
  auto const second = call(other, at_other);
  std::atomic<int> wrong{0};
  auto const repeat = [&wrong](observations<T> const& data, std::vector<T> const& theta, std::vector<T> const& want) {
    auto problem = gs::bind<loss>(x = data.matrix(), y = data.labels, s = data.weights, lambda = T(0.25));
    std::vector<T> g(theta.size());
    for (int k = 0; k < 200; ++k) {
      if (call(data, theta) != want) ++wrong;
      if (problem.value_and_gradient(theta, g) != want[0]) ++wrong;
    }
  };
  std::thread a(repeat, std::cref(one), std::cref(at_one), std::cref(first));
  std::thread c(repeat, std::cref(other), std::cref(at_other), std::cref(second));
  a.join();
  c.join();
  CHECK(wrong == 0);
}

TEST_CASE_TEMPLATE("from the second evaluation of each kind on, nothing is allocated", T, GRADSMITH_TEST_TYPES) {
  observations<T> const data(203, 17, 2, layout::gaps, 1);
  auto problem = gs::bind<loss>(x = data.matrix(), y = data.labels, s = data.weights, lambda = T(0.25));
  auto const theta = random_point<T>(problem.size(), 3);
  std::vector<T> g(problem.size()), out(problem.size());
  auto const evaluate_all = [&] {
    (void)problem.value(theta);
    problem.gradient(theta, g);
    (void)problem.value_and_gradient(theta, g);
    problem.hvp(theta, theta, out);
  };
  evaluate_all();
  std::size_t const before = allocations;
  for (int k = 0; k < 3; ++k) evaluate_all();
  CHECK(allocations == before);
}
