"""What is uploaded is taken in no further than it may go: nobody can fill the disk with one file."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class NoFurther(FileUploadHandler):
    """Stands before Django's own handlers. Of a file too large just so much passes that it is seen to be too large."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= settings.LARGEST_FILE else None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        return None  # the handlers behind keep the file
