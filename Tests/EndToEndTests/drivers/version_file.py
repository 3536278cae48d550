"""Reads version.txt as the maker's programs do: anonymous FTP, passive mode. Prints its text.

    version_file.py HOST PORT
"""
import ftplib
import sys

with ftplib.FTP() as ftp:
    ftp.connect(sys.argv[1], int(sys.argv[2]), timeout=5)
    ftp.login()
    ftp.retrlines("RETR version.txt")
