// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// A folder as users may have it: some of the rows, other sizes of vectors, names that nobody registered, points of
// any kind; no index, no list of exceptions, no data sets.
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "data/function_tables.hpp"

using namespace gradsmith::tests;

namespace {

/// A folder that is removed at the end of a test.
class temporary_folder {
 public:
  temporary_folder() : path_(std::filesystem::temp_directory_path() / ("gradsmith_" + std::to_string(std::random_device{}()))) {
    std::filesystem::create_directories(path_ / function_part);
  }
  ~temporary_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  temporary_folder(temporary_folder const&) = delete;
  temporary_folder& operator=(temporary_folder const&) = delete;

  std::filesystem::path const& path() const { return path_; }
  void write(std::string const& name, std::string const& text) const { std::ofstream(path_ / function_part / (name + ".csv")) << text; }

 private:
  std::filesystem::path path_;
};

std::string line_of(std::vector<std::string> const& cells) {
  std::string line;
  for (auto const& each : cells) line += (line.empty() ? "" : ",") + each;
  return line + "\n";
}

// Every second row of a table of the project.
std::string half(std::string const& name, std::size_t first) {
  table const all = read_function_table(name, project_test_data());
  std::string text = line_of(all.names);
  for (std::size_t row = first; row < all.rows.size(); row += 2) text += line_of(all.rows[row]);
  return text;
}

}  // namespace

TEST_CASE("a folder of one's own: the tables are the files, and names that nobody registered are listed") {
  temporary_folder const folder;
  CHECK_FALSE(is_project_test_data(folder.path()));
  for (auto const& name : {"exp", "logsumexp4", "exp7", "airy"}) folder.write(name, "x,value\n");
  coverage const tables = coverage_of(folder.path());
  CHECK(tables.covered == std::vector<std::string>{"exp", "logsumexp4"});
  CHECK(tables.not_covered == std::vector<std::string>{"airy", "exp7"});
  for (auto const& part : {"tables", "reference/fits"}) CHECK(table_names(part, folder.path()).empty());
  CHECK(coverage_of(folder.path() / "nothing here").covered.empty());

  std::ofstream(folder.path() / function_part / "index.tsv") << "name\trows\nexp\t1000\nsin\t3\n";
  CHECK(coverage_of(folder.path()).not_covered == std::vector<std::string>{"airy", "exp7", "sin (in index.tsv, but there is no file)"});
}

TEST_CASE("a folder of one's own: some of the rows of a table") {
  for (std::size_t const first : {0u, 1u})
    for (auto const& name : {"exp", "pow", "tweedie_deviance", "tukey_biweight", "softmax_cross_entropy3"}) {
      temporary_folder const folder;
      folder.write(name, half(name, first));
      CHECK(check_table(name, folder.path()).failures == std::vector<std::string>{});
    }
}

TEST_CASE("a folder of one's own: vectors of another size, fewer columns, ends of lines of Windows") {
  temporary_folder const folder;
  folder.write("logsumexp4",
               "z1,z2,z3,z4,value,d_z1,d_z4,d2_z1_z1,d2_z1_z4\r\n"
               "0,0,0,0,1.3862943611198906,0.25,0.25,0.1875,-0.0625\r\n"
               "700,700,700,700,7.0138629436111989e+02,0.25,0.25,0.1875,-0.0625\r\n"
               "\r\n");
  folder.write("logsumexp1", "z1,value,d_z1,d2_z1_z1\n-3,-3,1,0\n");
  folder.write("pow", "x,y,value,d_y\n2,10,1024,709.78271289338400\n");
  folder.write("exp", "x,value\n");
  for (auto const& name : {"logsumexp4", "logsumexp1", "pow", "exp"}) {
    findings const found = check_table(name, folder.path());
    CHECK(found.failures == std::vector<std::string>{});
    CHECK(found.not_covered.empty());
  }
}

TEST_CASE("a folder of one's own: what a formula does not compute is listed, what is wrong fails") {
  temporary_folder const folder;
  folder.write("hinge", "x,y,value,d_x,d_y\n0.5,1,0.5,-1,-0.5\n");
  CHECK(check_table("hinge", folder.path()).failures.empty());
  CHECK(check_table("hinge", folder.path()).not_covered == std::vector<std::string>{"hinge, column d_y"});

  folder.write("exp", "x,value,d_x,d2_x_x\n0,1,1,1\n0,2,1,1\n0,1,,1\n0,1,nan,1\n0,inf,1,1\n");
  CHECK(check_table("exp", folder.path()).failures.size() == 4);
  folder.write("softmax_cross_entropy2", "z1,z2,k,value\n0,0,1,0.69314718055994531\n0,0,3,0\n0,0,nan,0\n0,0,0,0\n0,0,inf,0\n");
  CHECK(check_table("softmax_cross_entropy2", folder.path()).failures.size() == 4);

  for (auto const& text : {"", "x,d_x\n0,1\n", "u,value\n0,1\n", "x,value\n0,one\n", "x,value\n0\n"}) {
    folder.write("exp", text);
    CAPTURE(text);
    CHECK(check_table("exp", folder.path()).failures.size() == 1);
  }
}

TEST_CASE("a folder of one's own: infinite, undefined and subnormal numbers") {
  temporary_folder const folder;
  folder.write("exp",
               "x,value,d_x,d2_x_x\n"
               "inf,inf,inf,inf\n"
               "-inf,0,0,0\n"
               "nan,nan,nan,nan\n"
               "4.9406564584124654e-324,1,1,1\n"
               "-1e-310,1,1,1\n"
               "1e300,inf,,\n");
  CHECK(check_table("exp", folder.path()).failures == std::vector<std::string>{});

  // Whatever the formulas make of such points, the check comes to an end.
  std::vector<std::string> const points{"inf", "-inf", "nan", "4.9406564584124654e-324", "-1e-310", "1.7976931348623157e+308", "-0", "1"};
  for (auto const& name : coverage_of(project_test_data()).covered) {
    table all = read_function_table(name, project_test_data());
    all.rows.clear();
    for (std::size_t first = 0; first < points.size(); ++first)
      for (std::size_t step = 0; step < points.size(); ++step) {
        all.rows.emplace_back();
        for (std::size_t c = 0; c < all.names.size(); ++c) all.rows.back().push_back(points[(first + c * step) % points.size()]);
      }
    CAPTURE(name);
    CHECK_NOTHROW((void)table_check(name, all, *find_function(name)).run());
  }
}
