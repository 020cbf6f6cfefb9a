# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
# Install rules: headers, the package for find_package(gradsmith), a pkg-config file.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(DIRECTORY include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(package ${CMAKE_INSTALL_DATADIR}/cmake/gradsmith)
install(TARGETS gradsmith EXPORT gradsmith-targets INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT gradsmith-targets NAMESPACE gradsmith:: DESTINATION ${package})
configure_package_config_file(cmake/gradsmith-config.cmake.in gradsmith-config.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(gradsmith-config-version.cmake COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/gradsmith-config.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/gradsmith-config-version.cmake
  cmake/threads.cmake
  cmake/xsimd.cmake
  DESTINATION ${package})

# Paths from where the file itself is, so that the prefix may be chosen, or moved, after the configuration.
file(RELATIVE_PATH prefix_from_pkgconfig ${CMAKE_INSTALL_FULL_DATADIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" prefix_from_pkgconfig ${prefix_from_pkgconfig})
file(RELATIVE_PATH include_from_prefix ${CMAKE_INSTALL_PREFIX} ${CMAKE_INSTALL_FULL_INCLUDEDIR})
configure_file(cmake/gradsmith.pc.in gradsmith.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/gradsmith.pc DESTINATION ${CMAKE_INSTALL_DATADIR}/pkgconfig)
