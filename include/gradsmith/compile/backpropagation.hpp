// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// backpropagation<loss>(bindings...): every node of a loss with its value and its adjoint.
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <gradsmith/compile.hpp>
#include <gradsmith/ir/listing.hpp>
#include <gradsmith/pass/adjoints.hpp>

namespace gradsmith {

/// A node of a loss at a point.
struct node_values {
  std::string name;                 ///< of a symbol as it is written, else n1, n2, ... in the order of evaluation
  std::string definition;           ///< in terms of other names, "w * x"; empty for a symbol
  std::string axes;                 ///< that it varies along, "i, k", a symbol's as it is written; empty for a number
  std::vector<double> value;        ///< by rows in the order of `axes`
  std::vector<double> adjoint;      ///< the derivative of the loss by each entry; empty if no parameter is in it
};

namespace detail {

template <class Parsed>
struct make_adjoints {
  constexpr ir::graph operator()() const { return pass::with_adjoints(Parsed::view).graph; }
};

/// The program whose outputs are all nodes and adjoints.
template <class Parsed>
using adjoint_program = ir::stage<make_adjoints<Parsed>, Parsed::size.grown()>;

template <class Output>
[[nodiscard]] std::vector<double> elements_of(Output const& output) {
  if constexpr (std::is_arithmetic_v<Output>) return {static_cast<double>(output)};
  else return std::vector<double>(output.data(), output.data() + output.size());
}

/// Names and definitions of the nodes of a loss; their values are still missing.
[[nodiscard]] inline std::vector<node_values> describe_nodes(pass::graph_with_adjoints const& made) {
  std::vector<std::string> names(static_cast<std::size_t>(made.graph.nodes.size()));
  auto const print_name = [&](int id, text& out) {
    std::string const& name = names[static_cast<std::size_t>(id)];
    if (name.empty()) out << ir::to_text(made.graph, id);                    // a number
    else out << std::string_view{name};
  };
  std::vector<node_values> rows;
  int number = 0;
  for (pass::node_outputs const& each : made.nodes) {
    ir::form const kind = made.graph.kind(each.node);
    node_values row;
    text definition;
    if (kind == ir::form::symbol || kind == ir::form::extent) {
      row.name = ir::to_text(made.graph, each.node).view();
    } else {
      row.name = "n";
      row.name += std::to_string(++number);
      ir::detail::print_definition(made.graph, each.node, definition, print_name);
    }
    row.definition = definition.view();
    ir::output const& along = made.graph.outputs[each.value];
    for (int d = 0; d < along.rank; ++d)
      row.axes.append(d > 0 ? ", " : "").append(made.graph.axes[along.axes[d]].name);
    names[static_cast<std::size_t>(each.node)] = row.name;
    rows.push_back(std::move(row));
  }
  return rows;
}

/// What backpropagation is, for one loss: a function, of which the formula is no template argument.
template <class Parsed>
struct backpropagator {
  template <class... Bindings>
  [[nodiscard]] std::vector<node_values> operator()(Bindings const&... bindings) const {
    constexpr auto error = [] { return text{Parsed::view.error_text()}; };
    if constexpr (!is_wrong<error>()) {
      using program = adjoint_program<Parsed>;
      auto const outputs = function<program>{}(bindings...);
      pass::graph_with_adjoints const made = pass::with_adjoints(Parsed::view);
      std::vector<node_values> rows = describe_nodes(made);
      std::vector<std::vector<double>> elements;
      [&]<std::size_t... K>(std::index_sequence<K...>) {
        (elements.push_back(elements_of(outputs.template get<K>())), ...);
      }(std::make_index_sequence<std::remove_cvref_t<decltype(outputs)>::size>{});
      for (std::size_t k = 0; k < rows.size(); ++k) {
        pass::node_outputs const& each = made.nodes[static_cast<int>(k)];
        rows[k].value = elements[static_cast<std::size_t>(each.value)];
        if (each.adjoint >= 0) rows[k].adjoint = elements[static_cast<std::size_t>(each.adjoint)];
      }
      return rows;
    } else {
      stop_compilation<error_sentence<error>>();
      return {};
    }
  }
};

}  // namespace detail

/// What backpropagation computes for a loss: its nodes in the order of evaluation, the loss last, each with its value
/// and its adjoint, the derivative of the loss by it.
///   for (auto const& node : gs::backpropagation<loss>(w = 0.5, x = 2.0, y = 3.0)) ...
/// The nodes are those of the formula as it was parsed: equal parts are one node, a mean is a sum over a number of
/// observations, nothing is simplified. The adjoint of a node is the sum over all places where it is used; that of a
/// parameter is its entry of the gradient, and where a parameter is indexed in two ways, w(j) and w(k), each is a node
/// with its part of it. Arguments and errors are those of compile<loss>, and the loss must be a number.
/// Cost: every node is stored, and the compiler takes longer than for the loss: to be looked at, not for fitting.
template <auto Loss>
inline constexpr detail::backpropagator<parsed_loss<Loss>> backpropagation{};

}  // namespace gradsmith
