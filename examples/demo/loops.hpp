// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// The loops of a program and what they cost, from the text of explain.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>

#include "page.hpp"

namespace demo {

/// The end of explain<loss>(): the loops, and what they cost. Operations stand there by number; here by name, n7 = plus(n4, n6) as
/// plus, unless a contraction refers to the number.
inline void loops(std::string const& explanation) {
  std::size_t const listing = explanation.find("\nafter lower"), schedule = explanation.find("schedule, vectors of ");
  std::size_t const counts = explanation.find("operations per evaluation\n");
  if (listing == std::string::npos || schedule == std::string::npos || counts == std::string::npos)
    throw std::runtime_error("This explanation has no schedule.");

  std::map<std::string, std::string> leaves, operations;      // n1 -> w, n7 -> plus
  std::string line, word, equals, what;
  std::istringstream nodes(explanation.substr(listing, schedule - listing));
  while (std::getline(nodes, line)) {
    std::istringstream words(line);
    if (!(words >> word >> equals >> what) || equals != "=") continue;
    std::size_t const bracket = what.find('(');
    (bracket == std::string::npos ? leaves : operations)[word] = what.substr(0, bracket);
  }
  std::set<std::string> contracted;
  std::string const schedule_text = explanation.substr(schedule, counts - schedule);
  for (std::size_t at = 0; (at = schedule_text.find("contraction of ", at)) != std::string::npos;) {
    std::istringstream words(schedule_text.substr(at += 15));
    std::string first, second;
    words >> first >> word >> second;
    contracted.insert({first, second});
  }

  std::istringstream lines(schedule_text);
  std::getline(lines, line);
  std::printf("\n%s to loops over %s\n", bold("Compiled").c_str(), line.substr(line.find("vectors")).c_str());
  while (std::getline(lines, line)) {
    if (line.empty()) continue;
    std::size_t const indent = line.find_first_not_of(' ');
    bool const is_loop = indent >= 4 && line.find(": ") != std::string::npos;
    if (!is_loop) line.erase(std::min(line.find(": of the axes"), line.size()));      // why this axis
    std::istringstream words(line);
    std::string text, begin;
    words >> begin;
    while (words >> word) {
      // n32* is kept in memory, n22=sum_log1p ends in a sum.
      std::string const node = word.substr(0, word.find_first_of("*="));
      if (is_loop && operations.contains(node)) {
        std::size_t const sign = word.find('=');
        std::string const name = sign == std::string::npos ? operations[node] : word.substr(sign + 1, word.find('*') - sign - 1);
        word = contracted.contains(node) ? node + "=" + name : name;
      } else if (leaves.contains(word)) {
        word = leaves[word];
      }
      text += (text.empty() ? "" : " ") + word;
    }
    paragraph(std::string(indent, ' ') + begin, text, indent + begin.size() + 1);
  }
  std::printf("%s per evaluation of the loss and all its gradients\n", bold("Operations").c_str());
  std::istringstream kinds(explanation.substr(counts));
  for (std::getline(kinds, line); std::getline(kinds, line);)
    if (std::size_t const colon = line.find(':'); colon != std::string::npos)
      paragraph(line.substr(0, colon), line.substr(colon + 1), 18);
}

}  // namespace demo
