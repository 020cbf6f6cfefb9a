// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// A run as bytes, from which another one with the same method goes on.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include <gradsmith/optimize/run.hpp>
#include <gradsmith/optimize/saved_bytes.hpp>
#include <gradsmith/support/data_error.hpp>

namespace gradsmith::optimize {

/// What a saved run begins with: this line, whose number is the version, then six numbers of 8 bytes, and the rest of
/// `length` bytes. Numbers stand as byte_writer writes them.
inline constexpr std::string_view saved_title = "gradsmith run 2\n";
struct saved_head {
  std::uint64_t scalar_size;              ///< bytes of a number
  std::uint64_t size, rows;               ///< of the problem; no rows are 0
  std::uint64_t method;                   ///< hash of the method's name and options
  std::uint64_t length, checksum;         ///< of what follows
};
inline constexpr std::size_t saved_head_size = saved_title.size() + 6 * 8;

namespace detail {

/// Options as bytes, those of rules in groups and ranges one after the other. One that cannot be saved, such as a
/// function with data of its own, counts by its type alone.
template <class T>
void write_options(byte_writer& to, T const& option) {
  if constexpr (saveable<T>) to(option);
  else if constexpr (requires { std::tuple_size<T>::value; })
    std::apply([&](auto const&... each_option) { (write_options(to, each_option), ...); }, option);
  else if constexpr (requires { option.begin(), option.end(), option.size(); }) {
    to(static_cast<std::uint64_t>(option.size()));
    for (auto const& each_option : option) write_options(to, each_option);
  }
  else if constexpr (small_aggregate<T>) visit_members(option, [&](auto const& each) { write_options(to, each); });
}

template <class M>
[[nodiscard]] std::uint64_t hash_of_method(M const& method) {
  byte_writer options;
  write_options(options, method);
  return hash_of(options.bytes, hash_of(type_name<M>()));
}

template <class F>
[[nodiscard]] std::uint64_t rows_of([[maybe_unused]] F& problem) {
  if constexpr (requires { static_cast<std::uint64_t>(problem.rows()); })
    return static_cast<std::uint64_t>(problem.rows());
  else return 0;
}

template <class F, class M>
[[nodiscard]] saved_head head_of(run<F, M> const& r) {
  static_assert(saveable<state_of<M, optimize::scalar_of<F>>>,
                "this method's state cannot be saved: it may have numbers, enumerations, std::vector, std::optional "
                "and other aggregates of at most 12 such members; a class with private ones says template <class Self> "
                "static auto members(Self& self) { return std::tie(self.a, self.b); }");
  return {.scalar_size = sizeof(optimize::scalar_of<F>), .size = r.at.size(), .rows = rows_of(r.at.problem),
          .method = hash_of_method(r.method), .length = 0, .checksum = 0};
}

}  // namespace detail

/// All that the rest of a run depends on. `others`: bytes of the callbacks.
template <class F, class M>
[[nodiscard]] std::string saved(run<F, M> const& r, std::string const& others) {
  saved_head head = detail::head_of(r);
  byte_writer body;
  if constexpr (saveable<state_of<M, scalar_of<F>>>) {
    body(r.at);
    body(r.is);
    body(r.state);
    body(r.history);
    body(r.ended_by_itself());
    body(others);
  }
  head.length = body.bytes.size();
  head.checksum = hash_of(body.bytes);
  byte_writer all;
  all.bytes = saved_title;
  all.bytes.reserve(saved_head_size + body.bytes.size());
  detail::visit_members(head, all);
  return all.bytes += body.bytes;
}

/// What a sentence on the bytes of a file begins with.
[[nodiscard]] inline std::string in_file(std::string_view name) {
  return name.empty() ? std::string() : std::string(name) + ": ";
}

/// The head of these bytes, which are those of the file `name`, if it is given.
/// Errors: data_error if they are none of a run.
[[nodiscard]] inline saved_head read_head(std::string_view bytes, std::string_view name = {}) {
  constexpr std::string_view title = saved_title.substr(0, saved_title.find_last_of(' ') + 1);
  if (!bytes.starts_with(title)) throw_data_error(in_file(name), "these bytes are no saved run");
  if (!bytes.starts_with(saved_title))
    throw_data_error(in_file(name), "the saved run is one of another version of the library");
  byte_reader from(bytes.substr(saved_title.size()));
  saved_head head{};
  detail::visit_members(head, from);
  if (!from.is_right) throw_data_error(in_file(name), "the saved run is damaged: its end is missing");
  return head;
}

/// Makes the run the one that was saved, in a file of this name if there is one; returns the bytes of its callbacks.
/// Errors: data_error, before anything is changed, if the bytes are damaged, or of another method, other options or
/// another problem.
template <class F, class M>
[[nodiscard]] std::string restore(run<F, M>& r, std::string_view bytes, std::string_view name = {}) {
  saved_head const head = read_head(bytes, name), own = detail::head_of(r);
  std::string_view const body = bytes.substr(saved_head_size);
  if (body.size() < head.length) throw_data_error(in_file(name), "the saved run is damaged: its end is missing");
  if (body.size() > head.length || hash_of(body) != head.checksum)
    throw_data_error(in_file(name), "the saved run is damaged: its checksum is another");
  if (head.scalar_size != own.scalar_size)
    throw_data_error(in_file(name), "the saved run has numbers of ", head.scalar_size, " bytes, this one of ",
                     own.scalar_size);
  if (head.size != own.size)
    throw_data_error(in_file(name), "the saved run has ", head.size, " parameters, the problem has ", own.size);
  if (head.rows != own.rows)
    throw_data_error(in_file(name), "the saved run goes through ", head.rows, " rows, the problem has ", own.rows);
  if (head.method != own.method)
    throw_data_error(in_file(name), "the saved run is one of another method, or of other options: this is ",
                     detail::type_name<M>(), " with the options given here");
  if (!r.state) throw_data_error("a run whose options are wrong cannot go on: ", r.wrong);

  std::string others;
  if constexpr (saveable<state_of<M, scalar_of<F>>>) {
    std::optional<status> ended;
    byte_reader from(body);
    from(r.at);
    from(r.is);
    bool has_state = false;
    from(has_state);
    if (has_state) from(*r.state);        // in place
    from(r.history);
    from(ended);
    from(others);
    bool const is_right = from.is_right && has_state && from.bytes.empty() && r.at.x.size() == own.size;
    if (!is_right) throw_data_error(in_file(name), "the saved run is damaged: it does not have what this method needs");
    if constexpr (averaging<M, scalar_of<F>>)
      if (r.at.step > 0) r.at.average = average_of<M, scalar_of<F>>(r.method, *r.state);
    r.ended = ended ? ended : r.met_again();
  }
  return others;
}

/// What runs are written to and read from: std::ostream and std::istream, whose headers are not needed here.
template <class Stream>
concept output_stream = requires(Stream& out, char const* from, std::ptrdiff_t count) { out.write(from, count); };
template <class Stream>
concept input_stream = requires(Stream& in, char* to, std::ptrdiff_t count) { in.read(to, count).gcount(); };

template <output_stream Stream>
void write_run(Stream& out, std::string const& bytes) {
  out.write(bytes.data(), static_cast<std::ptrdiff_t>(bytes.size()));
  if (!out) throw_data_error("the run could not be written to this stream");
}

/// The bytes of the run that comes next in the stream, which then stands behind it.
/// Errors: data_error if there is none.
template <input_stream Stream>
[[nodiscard]] std::string read_run(Stream& in) {
  std::string bytes;
  auto const take = [&](std::uint64_t count) {
    constexpr std::uint64_t piece = 1 << 20;      // a length that was damaged is no reason to ask for all memory
    while (count > 0 && in) {
      std::size_t const had = bytes.size(), now = static_cast<std::size_t>(std::min(count, piece));
      bytes.resize(had + now);
      in.read(bytes.data() + had, static_cast<std::ptrdiff_t>(now));
      bytes.resize(had + static_cast<std::size_t>(in.gcount()));
      count -= now;
    }
  };
  take(saved_head_size);
  take(read_head(bytes).length);
  return bytes;
}

}  // namespace gradsmith::optimize
