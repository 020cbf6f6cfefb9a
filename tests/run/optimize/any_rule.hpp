// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// One type for all methods that only update, so that tests over many of them are compiled once.
#pragma once

#include <gradsmith/optimize.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace gradsmith::tests {

/// Any update rule for numbers of type T; itself an update rule that does what the one inside does.
template <class T>
class any_rule_of {
  struct concealed {
    virtual ~concealed() = default;
    virtual std::shared_ptr<void> begin(std::size_t n) const = 0;
    virtual void advance(std::span<T> x, std::span<T const> gradient, void* state) const = 0;
    virtual std::string invalid() const = 0;
    virtual std::span<T const> average(void const* state) const = 0;
    virtual bool is_waiting(void const* state) const = 0;
    virtual void begin_anew(void* state, std::size_t n) const = 0;
    virtual void save(optimize::byte_writer& to, void const* state) const = 0;
    virtual void load(optimize::byte_reader& from, void* state) const = 0;
  };
  template <optimize::update_rule<T> Rule>
  struct holding final : concealed {
    using state = optimize::state_of<Rule, T>;
    Rule rule;
    explicit holding(Rule given) : rule(given) {}
    std::shared_ptr<void> begin(std::size_t n) const override {
      return std::make_shared<state>(rule.template begin<T>(n));
    }
    void advance(std::span<T> x, std::span<T const> gradient, void* s) const override {
      rule.advance(x, gradient, *static_cast<state*>(s));
    }
    std::string invalid() const override { return optimize::invalid_option(rule); }
    std::span<T const> average([[maybe_unused]] void const* s) const override {
      if constexpr (optimize::averaging<Rule, T>)
        return optimize::average_of<Rule, T>(rule, *static_cast<state const*>(s));
      else return {};
    }
    bool is_waiting(void const* s) const override {
      return optimize::is_waiting<Rule, T>(rule, *static_cast<state const*>(s));
    }
    void begin_anew(void* s, std::size_t n) const override {
      optimize::begin_anew<Rule, T>(rule, *static_cast<state*>(s), n);
    }
    void save(optimize::byte_writer& to, void const* s) const override { to(*static_cast<state const*>(s)); }
    void load(optimize::byte_reader& from, void* s) const override { from(*static_cast<state*>(s)); }
  };
  std::shared_ptr<concealed const> rule_;

  struct any_state {
    std::shared_ptr<concealed const> rule;
    std::shared_ptr<void> inner;
    void save(optimize::byte_writer& to) const { rule->save(to, inner.get()); }
    void load(optimize::byte_reader& from) { rule->load(from, inner.get()); }
  };

 public:
  template <class Rule>
    requires(!std::same_as<Rule, any_rule_of>) && optimize::update_rule<Rule, T>
  any_rule_of(Rule rule) : rule_(std::make_shared<holding<Rule>>(rule)) {}

  template <class>
  any_state begin(std::size_t n) const {
    return {rule_, rule_->begin(n)};
  }
  std::string invalid() const { return rule_->invalid(); }
  std::span<T const> average(any_state const& s) const { return rule_->average(s.inner.get()); }
  bool is_waiting(any_state const& s) const { return rule_->is_waiting(s.inner.get()); }
  void begin_anew(any_state& s, std::size_t n) const { rule_->begin_anew(s.inner.get(), n); }
  void advance(std::span<T> x, std::span<T const> gradient, any_state& s) const {
    rule_->advance(x, gradient, s.inner.get());
  }
};

using any_rule = any_rule_of<double>;

}  // namespace gradsmith::tests
