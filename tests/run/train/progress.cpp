// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The line that says how far a run is: what it shows, and that it is silent where nobody looks.
#include <gradsmith/optimize.hpp>
#include <gradsmith/train/progress.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

#include "run/optimize/problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

// What `write` writes to a file.
template <class Write>
std::string written(Write&& write) {
  struct closed {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, closed> const file(std::tmpfile());
  REQUIRE(file != nullptr);
  write(file.get());
  std::rewind(file.get());
  std::string out;
  for (int each; (each = std::fgetc(file.get())) != EOF;) out += static_cast<char>(each);
  return out;
}
// Without what steers the terminal.
std::string shown(std::string text) {
  for (std::size_t at = 0; (at = text.find("\033[", at)) != std::string::npos;)
    text.erase(at, text.find_first_of("Khl", at) + 1 - at);
  return text;
}
std::string last_picture(std::string const& text) { return text.substr(text.rfind('\r') + 1); }

progress<double> at(event what, std::int64_t step, double seconds, double gradient_norm = 1) {
  return {.event = what, .step = step, .x = {}, .gradient = {}, .value = 0.25, .gradient_norm = gradient_norm, .seconds = seconds};
}

}  // namespace

TEST_CASE("times are written as one reads them") {
  CHECK(train::duration_text(0.0854) == "85 ms");
  CHECK(train::duration_text(0.9999) == "1.0 s");
  CHECK(train::duration_text(3.21) == "3.2 s");
  CHECK(train::duration_text(59.97) == "1 min 00 s");
  CHECK(train::duration_text(125) == "2 min 05 s");
  CHECK(train::duration_text(3599.8) == "1 h 00 min");
  CHECK(train::duration_text(11520) == "3 h 12 min");
}

TEST_CASE("rate and remaining time, from the largest part of a limit that is used up") {
  std::string const text = written([](std::FILE* to) {
    progress_line line({.max_steps = 1000, .max_time = 100}, {.to = to, .shown = true});
    line(at(event::begin, 0, 0));
    line(at(event::step, 100, 0.05));      // too early
    line(at(event::step, 200, 2));
  });
  CHECK(shown(text) == "\rstep 200  loss 0.25  gradient 1  100 steps/s  8.0 s left");
}

TEST_CASE("a gradient that has to become small falls by the same factor in the same time") {
  std::string const text = written([](std::FILE* to) {
    progress_line line({.gradient_norm = 1e-8}, {.to = to, .shown = true});
    line(at(event::begin, 0, 0, 1));
    line(at(event::step, 9, 2, 1e-2));
    line(at(event::step, 10, 3, 0.5));     // worse again: the smallest counts
  });
  CHECK(last_picture(shown(text)) == "step 10  loss 0.25  gradient 0.5  3.33 steps/s  9.0 s left");
}

TEST_CASE("without a limit no time is promised") {
  std::string const text = written([](std::FILE* to) {
    progress_line line({}, {.to = to, .shown = true});
    line(at(event::begin, 0, 0));
    line(at(event::step, 10, 1));
  });
  CHECK(shown(text) == "\rstep 10  loss 0.25  gradient 1  10 steps/s");
}

TEST_CASE("a run in batches shows its epochs, and the loss of all rows") {
  result<double> r;
  std::string const text = written([&](std::FILE* to) {
    stop const until{.max_epochs = 3};
    mean_square problem{{1, 2, 6, 7}};
    r = minimize(problem, in_batches(sgd{.learning_rate = 0.1}, {.rows = 2, .seed = 1}), until,
                 progress_line(until, {.to = to, .shown = true, .every = 0}));
  });
  std::string const end = last_picture(shown(text));
  char loss[32];
  std::snprintf(loss, sizeof loss, "loss %.5g ", r.history.back().value);
  CHECK(end.find("step 6  epoch 3 of 3  ") == 0);
  CHECK(end.find(loss) != std::string::npos);
  CHECK(end.find(" in ") != std::string::npos);
  CHECK(end.back() == '\n');
  CHECK(text.find(" left") != std::string::npos);
  CHECK(text.find('\n') == text.size() - 1);
}

TEST_CASE("a line that is too long for the terminal is cut off while it changes, lest it fill the screen") {
  std::string const text = written([](std::FILE* to) {
    progress_line line({}, {.to = to, .shown = true});
    line(at(event::step, 1, 1));
    line(at(event::end, 2, 2));
  });
  CHECK(text ==
        "\r\033[?7lstep 1  loss 0.25  gradient 1  1.00 steps/s\033[K\033[?7h"
        "\rstep 2  loss 0.25  gradient 1  1.00 steps/s  in 2.0 s\033[K\n");
}

TEST_CASE("silent where nobody looks") {
  CHECK(!is_terminal(nullptr));
  std::string const text = written([](std::FILE* to) {
    CHECK(!is_terminal(to));
    progress_line line({.max_steps = 10}, {.to = to});
    line(at(event::begin, 0, 0));
    line(at(event::step, 1, 5));
    line(at(event::end, 1, 6));
  });
  CHECK(text.empty());
}
