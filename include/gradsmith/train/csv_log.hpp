// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A run's history as a table, for spreadsheets and data frames.
#pragma once

#include <string>

#include <gradsmith/train/history_log.hpp>

namespace gradsmith {

namespace train {

struct csv_format {
  static void begin(std::string& to, log_options options) {
    to += "step,epoch,value,gradient_norm,step_length,evaluations";
    to += options.seconds ? ",seconds\n" : "\n";
  }
  static void add(std::string& to, history_row const& row, log_options options) {
    append_number(to, row.step), to += ',';
    append_number(to, row.epoch), to += ',';
    append_number(to, row.value), to += ',';
    append_number(to, row.gradient_norm), to += ',';
    append_number(to, row.step_length), to += ',';
    append_number(to, row.evaluations);
    if (options.seconds) to += ',', append_number(to, row.seconds);
    to += '\n';
  }
};

}  // namespace train

/// A callback that writes the rows of result::history, with a line of names before them, as comma-separated values:
///   minimize(problem, lbfgs{}, stop{}, gs::csv_log("run.csv"));
/// to a path, a FILE* or an output stream. Numbers have all their digits; the same run gives the same bytes. A run that
/// was loaded is logged from its first row on. What was written a second ago is in the file, the rest at the end of the
/// run.
/// Errors: data_error if the file cannot be opened; later ones do not end the run, but is_whole() says so.
class csv_log : public train::history_log<train::csv_format> {
 public:
  using train::history_log<train::csv_format>::history_log;
};

}  // namespace gradsmith
