// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The members of aggregates.
#include <gradsmith/support/members.hpp>

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <variant>
#include <vector>

using namespace gradsmith;

namespace {

struct none {};
struct one {
  std::vector<int> a;
};
struct inside {
  double a = 1;
  int b[3]{};
};
struct several {
  inside first;
  std::vector<inside> second;
  std::optional<double> third{};
  std::variant<int, inside> fourth{};
  bool fifth = true;
  std::string sixth{};
};
struct twelve {
  int a, b, c, d, e, f, g, h, i, j, k, l;
};
struct thirteen {
  int a, b, c, d, e, f, g, h, i, j, k, l, m;
};
struct derived : inside {
  int c = 0;
};
struct hidden {
  hidden(int) {}
};

static_assert(small_aggregate<none> && small_aggregate<one> && small_aggregate<inside> && small_aggregate<several> && small_aggregate<twelve>);
static_assert(!small_aggregate<thirteen> && !small_aggregate<derived> && !small_aggregate<hidden> && !small_aggregate<int> && !small_aggregate<int[3]>);

constexpr int sum(twelve const& t) {
  return with_members(t, [](auto const&... each) { return (each + ...); });
}
static_assert(sum({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}) == 78);
template <class T>
constexpr int count() {
  T object{};
  return with_members(object, [](auto&... each) { return static_cast<int>(sizeof...(each)); });
}
static_assert(count<none>() == 0 && count<inside>() == 2);

}  // namespace

TEST_CASE("members are references to the object's own, in order") {
  several object{.first = {2, {3, 4, 5}}, .second = std::vector<inside>(2), .third = 6};
  with_members(object, [&](auto& a, auto& b, auto& c, auto& d, auto& e, auto& f) {
    CHECK(&a == &object.first);
    CHECK(&b == &object.second);
    CHECK(&c == &object.third);
    CHECK(&d == &object.fourth);
    CHECK(&e == &object.fifth);
    CHECK(&f == &object.sixth);
    e = false;
  });
  CHECK_FALSE(object.fifth);
  several const& fixed = object;
  CHECK(with_members(fixed, [](auto const&... each) { return sizeof...(each); }) == 6);
  CHECK(count<one>() == 1);
}
