// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Times several callables side by side: one sample of each in turn, so that what the machine does
// meanwhile hits all of them alike and ratios are better than times.

#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace benchmarks {

/// Makes the compiler believe that the memory at p is read here.
inline void keep(void const* p) { asm volatile("" : : "r"(p) : "memory"); }

inline double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

inline double median(std::vector<double> v) {
  auto const middle = v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2);
  std::nth_element(v.begin(), middle, v.end());
  return *middle;
}

/// Seconds of a fixed loop of scalar exponentials, the least of many within some 10 ms: the machine's speed now.
inline double pace() {
  double best = 1, sum = 0;
  for (int repeat = 0; repeat < 400; ++repeat) {
    auto const start = now();
    for (int i = 0; i < 4000; ++i) sum += std::exp(-1e-4 * i);
    best = std::min(best, now() - start);
  }
  keep(&sum);
  return best;
}

struct contender {
  std::string name;
  std::function<void()> run;
};

/// Seconds per call, one entry per repetition; entries of equal index of two rows were taken next
/// to each other.
struct row {
  std::string name;
  std::vector<double> seconds;
  double minimum() const { return *std::min_element(seconds.begin(), seconds.end()); }
  double middle() const { return median(seconds); }
};

/// Median of the paired ratios a / b.
inline double ratio(row const& a, row const& b) {
  std::vector<double> r(a.seconds.size());
  for (std::size_t i = 0; i < r.size(); ++i) r[i] = a.seconds[i] / b.seconds[i];
  return median(std::move(r));
}

struct table {
  std::vector<row> rows;
  double drift = 0;  ///< pace after / pace before - 1; beyond 0.03 the table is noisy
  row const& operator[](std::string const& name) const {
    return *std::find_if(rows.begin(), rows.end(), [&](row const& r) { return r.name == name; });
  }
};

struct effort {
  int repetitions = 31;
  double seconds_per_sample =
      2e-3;  ///< short calls are repeated until a sample takes about this long
};

/// How many calls of each contender a sample has; each is called twice for it, which also warms it up.
inline std::vector<int> calls_per_sample(std::vector<contender> const& contenders, double seconds) {
  std::vector<int> calls;
  for (auto const& each : contenders) {
    each.run();
    auto const start = now();
    each.run();
    calls.push_back(std::clamp(static_cast<int>(seconds / (now() - start)), 1, 1 << 20));
  }
  return calls;
}

/// Runs every contender `repetitions` times in turn; again, at most five times in all, while the machine's speed
/// changed by more than 3 % meanwhile.
inline table measure(std::vector<contender> const& contenders, effort how = {}) {
  std::vector<int> const calls = calls_per_sample(contenders, how.seconds_per_sample);
  table result;
  for (int attempt = 0; attempt < 5; ++attempt) {
    result.rows.clear();
    for (auto const& each : contenders) result.rows.push_back({each.name, {}});
    double const before = pace();
    for (int repeat = 0; repeat < how.repetitions; ++repeat)
      for (std::size_t i = 0; i < contenders.size(); ++i) {
        auto const start = now();
        for (int call = 0; call < calls[i]; ++call) contenders[i].run();
        result.rows[i].seconds.push_back((now() - start) / calls[i]);
      }
    result.drift = pace() / before - 1;
    if (std::abs(result.drift) <= 0.03) break;
  }
  return result;
}

/// One line per contender, for scripts/bench to read: workload, contender, minimum and median in
/// nanoseconds per unit of work, median of the paired ratios to `reference`, drift. Last, if there are any, the seconds that
/// `explain` predicts for the work, on the machine that it assumes.
inline void print_rows(std::string const& workload, table const& times, double units, std::string const& reference, double predicted = 0) {
  for (auto const& each : times.rows)
    std::printf("%s\t%s\t%.4g\t%.4g\t%.4f\t%.4f\n", workload.c_str(), each.name.c_str(), 1e9 * each.minimum() / units,
                1e9 * each.middle() / units, ratio(each, times[reference]), times.drift);
  if (predicted > 0)
    std::printf("%s\tas explain predicts\t%.4g\t%.4g\t%.4f\t0\n", workload.c_str(), 1e9 * predicted / units, 1e9 * predicted / units,
                predicted / times[reference].middle());
}

}  // namespace benchmarks
